package io.sluice.trino;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trino.testing.BaseDynamicPartitionPruningTest;
import io.trino.testing.QueryRunner;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Trino's own suite of files that a join leaves out. */
@Execution(ExecutionMode.SAME_THREAD)
final class SluiceDynamicPartitionPruningTest extends BaseDynamicPartitionPruningTest {
    @Override
    protected QueryRunner createQueryRunner() throws Exception {
        return TpchLake.of(REQUIRED_TABLES, servers -> servers.setWorkerCount(0).setExtraProperties(EXTRA_PROPERTIES));
    }

    @Override
    protected void createLineitemTable(String table, List<String> columns, List<String> partitionColumns) {
        getQueryRunner()
                .execute("CREATE TABLE %s WITH (partitioned_by = ARRAY[%s]) AS SELECT %s FROM tpch.tiny.lineitem"
                        .formatted(table, quoted(partitionColumns), String.join(",", columns)));
    }

    @Override
    protected void createPartitionedTable(String table, List<String> columns, List<String> partitionColumns) {
        getQueryRunner()
                .execute("CREATE TABLE %s (%s) WITH (partitioned_by = ARRAY[%s])"
                        .formatted(table, String.join(",", columns), quoted(partitionColumns)));
    }

    @Override
    protected void createPartitionedAndBucketedTable(
            String table, List<String> columns, List<String> partitionColumns, List<String> bucketColumns) {
        throw new UnsupportedOperationException("tables of a lake have no buckets");
    }

    @Test
    @Override
    public void testJoinDynamicFilteringMultiJoinOnBucketedTables() {
        assertThatThrownBy(super::testJoinDynamicFilteringMultiJoinOnBucketedTables)
                .hasMessage("tables of a lake have no buckets");
    }

    private static String quoted(List<String> names) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(","));
    }
}
