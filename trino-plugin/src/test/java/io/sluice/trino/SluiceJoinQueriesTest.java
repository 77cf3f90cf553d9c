package io.sluice.trino;

import io.trino.testing.AbstractTestJoinQueries;
import io.trino.testing.QueryRunner;
import io.trino.tpch.TpchTable;
import java.util.List;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Trino's own suite of joins, on tables of a lake. */
@Execution(ExecutionMode.SAME_THREAD)
final class SluiceJoinQueriesTest extends AbstractTestJoinQueries {
    @Override
    protected QueryRunner createQueryRunner() throws Exception {
        return TpchLake.of(
                List.of(
                        TpchTable.NATION,
                        TpchTable.REGION,
                        TpchTable.ORDERS,
                        TpchTable.LINE_ITEM,
                        TpchTable.CUSTOMER,
                        TpchTable.PART,
                        TpchTable.PART_SUPPLIER,
                        TpchTable.SUPPLIER),
                servers -> servers.setWorkerCount(0));
    }
}
