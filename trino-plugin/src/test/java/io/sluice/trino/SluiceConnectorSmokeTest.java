package io.sluice.trino;

import static org.assertj.core.api.Assertions.assertThat;

import io.trino.testing.BaseConnectorSmokeTest;
import io.trino.testing.QueryRunner;
import io.trino.testing.TestingConnectorBehavior;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Trino's own suite of the first things that one tries. */
@Execution(ExecutionMode.SAME_THREAD)
final class SluiceConnectorSmokeTest extends BaseConnectorSmokeTest {
    @Override
    protected QueryRunner createQueryRunner() throws Exception {
        return TpchLake.of(REQUIRED_TPCH_TABLES, servers -> servers.setWorkerCount(2));
    }

    @Override
    protected boolean hasBehavior(TestingConnectorBehavior behavior) {
        return switch (behavior) {
            case SUPPORTS_CREATE_OR_REPLACE_TABLE, SUPPORTS_MULTI_STATEMENT_WRITES -> true;
            // Lakes keep no results of views.
            case SUPPORTS_CREATE_MATERIALIZED_VIEW, SUPPORTS_COMMENT_ON_MATERIALIZED_VIEW_COLUMN -> false;
            default -> super.hasBehavior(behavior);
        };
    }

    @Test
    @Override
    public void testShowCreateTable() {
        assertThat(computeScalar("SHOW CREATE TABLE region")).isEqualTo("""
                CREATE TABLE lake.tpch.region (
                   regionkey bigint,
                   name varchar,
                   comment varchar
                )
                WITH (
                   deletion_vectors_enabled = true
                )""");
    }
}
