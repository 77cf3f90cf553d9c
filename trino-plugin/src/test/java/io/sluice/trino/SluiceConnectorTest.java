package io.sluice.trino;

import static io.trino.spi.type.VarcharType.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trino.Session;
import io.trino.testing.BaseConnectorTest;
import io.trino.testing.MaterializedResult;
import io.trino.testing.QueryAssertions;
import io.trino.testing.QueryRunner;
import io.trino.testing.TestingConnectorBehavior;
import io.trino.testing.sql.TestTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Trino's own tests of a connector, as they are, over a lake of Delta tables. */
@Execution(ExecutionMode.SAME_THREAD)
final class SluiceConnectorTest extends BaseConnectorTest {
    /** Names of a lake have 128 characters at most. */
    private static final int LONGEST_NAME = 128;

    @Override
    protected QueryRunner createQueryRunner() throws Exception {
        Path folder = Files.createTempDirectory("sluice-connector-test");
        QueryRunner runner = SluiceQueryRunner.of(folder, 2);
        QueryAssertions.copyTpchTables(runner, "tpch", "tiny", REQUIRED_TPCH_TABLES);
        return runner;
    }

    @Override
    protected boolean hasBehavior(TestingConnectorBehavior behavior) {
        return switch (behavior) {
            case SUPPORTS_CREATE_OR_REPLACE_TABLE, SUPPORTS_MULTI_STATEMENT_WRITES, SUPPORTS_REPORTING_WRITTEN_BYTES ->
                true;
            // Each split stops after enough rows, and Trino cuts off what several splits have too much.
            case SUPPORTS_LIMIT_PUSHDOWN -> false;
            // Files are in no order, so that the best rows are not known before all are read.
            case SUPPORTS_TOPN_PUSHDOWN -> false;
            // Counts and bounds come from the log where they are exact; the suite means engines that compute all.
            case SUPPORTS_AGGREGATION_PUSHDOWN -> false;
            // A lake has no engine of its own that could be asked in its own language.
            case SUPPORTS_NATIVE_QUERY -> false;
            // A lake keeps tables and, as texts, views; results of queries are kept by CREATE TABLE AS.
            case SUPPORTS_CREATE_MATERIALIZED_VIEW -> false;
            default -> super.hasBehavior(behavior);
        };
    }

    @Override
    protected TestTable createTableWithDefaultColumns() {
        return newTrinoTable(
                "test_default_columns",
                "(col_required BIGINT NOT NULL, col_nullable BIGINT, col_default BIGINT DEFAULT 43, "
                        + "col_nonnull_default BIGINT DEFAULT 42 NOT NULL, col_required2 BIGINT NOT NULL)");
    }

    @Override
    protected OptionalInt maxSchemaNameLength() {
        return OptionalInt.of(LONGEST_NAME);
    }

    @Override
    protected OptionalInt maxTableNameLength() {
        return OptionalInt.of(LONGEST_NAME);
    }

    @Override
    protected void verifySchemaNameLengthFailurePermissible(Throwable e) {
        assertThat(e).hasMessageContaining("is not a valid namespace name");
    }

    @Override
    protected void verifyTableNameLengthFailurePermissible(Throwable e) {
        assertThat(e).hasMessageContaining("is not a valid table name");
    }

    /** Whoever changes columns has looked at the columns that were there. */
    @Override
    protected void verifyConcurrentAddColumnFailurePermissible(Exception e) {
        assertThat(e).hasMessageContaining("the table's columns were changed");
    }

    @Override
    protected MaterializedResult getDescribeOrdersResult() {
        return MaterializedResult.resultBuilder(getSession(), VARCHAR, VARCHAR, VARCHAR, VARCHAR)
                .row("orderkey", "bigint", "", "")
                .row("custkey", "bigint", "", "")
                .row("orderstatus", "varchar", "", "")
                .row("totalprice", "double", "", "")
                .row("orderdate", "date", "", "")
                .row("orderpriority", "varchar", "", "")
                .row("clerk", "varchar", "", "")
                .row("shippriority", "integer", "", "")
                .row("comment", "varchar", "", "")
                .build();
    }

    @Override
    protected String errorMessageForInsertIntoNotNullColumn(String column) {
        return "NULL value not allowed for NOT NULL column: " + column;
    }

    @Override
    protected void verifyAddNotNullColumnToNonEmptyTableFailurePermissible(Throwable e) {
        assertThat(e).hasMessageContaining("cannot be added as NOT NULL, as the table has rows");
    }

    /** Two who change the same rows cannot both be right. */
    @Override
    protected void verifyConcurrentUpdateFailurePermissible(Exception e) {
        assertThat(e).hasMessageContaining("rejected, nothing is committed");
    }

    @Override
    protected Optional<SetColumnTypeSetup> filterSetColumnTypesDataProvider(SetColumnTypeSetup setup) {
        return Optional.of(
                switch (setup.sourceColumnType() + " -> " + setup.newColumnType()) {
                    // Values would change.
                    case "bigint -> integer",
                            "bigint -> smallint",
                            "bigint -> tinyint",
                            "decimal(5,3) -> decimal(5,2)",
                            "varchar -> char(20)" -> setup.asUnsupported();
                    // Texts have no length, and times have microseconds.
                    case "varchar(100) -> varchar(50)" -> setup.withNewColumnType("varchar");
                    case "timestamp(6) -> timestamp(3)" -> setup.withNewColumnType("timestamp(6)");
                    // Of a moment the time zone is not kept.
                    case "timestamp(3) with time zone -> timestamp(6) with time zone" ->
                        setup.withNewValueLiteral("TIMESTAMP '2020-02-12 14:03:00.123000 +00:00'");
                    // Fields are changed one by one, by their path; elements, keys and values of plain types stay.
                    default -> setup.sourceColumnType().matches("(row|array|map)\\(.*") ? setup.asUnsupported() : setup;
                });
    }

    @Override
    protected void verifySetColumnTypeFailurePermissible(Throwable e) {
        assertThat(e).hasMessageMatching("(?s).*(cannot change from .* to .*|Unsupported type).*");
    }

    @Override
    protected Optional<SetColumnTypeSetup> filterSetFieldTypesDataProvider(SetColumnTypeSetup setup) {
        return filterSetColumnTypesDataProvider(setup);
    }

    @Override
    protected void verifySetFieldTypeFailurePermissible(Throwable e) {
        verifySetColumnTypeFailurePermissible(e);
    }

    @Override
    protected Session withoutSmallFileThreshold(Session session) {
        return session;
    }

    @Override
    protected Optional<DataMappingTestSetup> filterCaseSensitiveDataMappingTestData(DataMappingTestSetup setup) {
        return Optional.of(supported(setup));
    }

    @Override
    protected Optional<DataMappingTestSetup> filterDataMappingSmokeTestData(DataMappingTestSetup setup) {
        return Optional.of(supported(setup));
    }

    /** Delta has no times of day, and no texts of fixed length. */
    private static DataMappingTestSetup supported(DataMappingTestSetup setup) {
        return setup.getTrinoTypeName().matches("time(\\(.*)?|char\\(.*") ? setup.asUnsupported() : setup;
    }

    /** Texts have no length, and tables say that rows are deleted by vectors. */
    @Test
    @Override
    public void testShowCreateTable() {
        assertThat(computeScalar("SHOW CREATE TABLE orders")).isEqualTo("""
                        CREATE TABLE lake.default.orders (
                           orderkey bigint,
                           custkey bigint,
                           orderstatus varchar,
                           totalprice double,
                           orderdate date,
                           orderpriority varchar,
                           clerk varchar,
                           shippriority integer,
                           comment varchar
                        )
                        WITH (
                           deletion_vectors_enabled = true
                        )""");
    }

    /** Fields of one struct differ in more than case. */
    @Test
    @Override
    public void testDropAmbiguousRowFieldCaseSensitivity() {
        assertThatThrownBy(super::testDropAmbiguousRowFieldCaseSensitivity)
                .hasMessageContaining("have the same name (case does not count)");
    }

    /** Fields of one struct have different names. */
    @Test
    @Override
    public void testDropRowFieldWhenDuplicates() {
        assertThatThrownBy(super::testDropRowFieldWhenDuplicates)
                .hasMessageContaining("have the same name (case does not count)");
    }

    /** The column changes; Trino's client cannot read maps whose keys are rows. */
    @Test
    @Override
    public void testSetFieldMapKeyType() {
        assertThatThrownBy(super::testSetFieldMapKeyType).hasMessageContaining("Illegal base64 character 5b");
    }

    /** There are no texts of fixed length to compare with. */
    @Test
    @Override
    public void testCharVarcharComparison() {
        assertThatThrownBy(super::testCharVarcharComparison).hasMessageContaining("Unsupported type: char(3)");
    }

    /** The column changes; Trino's client cannot read maps whose keys are rows. */
    @Test
    @Override
    public void testSetNestedFieldMapKeyType() {
        assertThatThrownBy(super::testSetNestedFieldMapKeyType).hasMessageContaining("Illegal base64 character 5b");
    }

    /** Versions are numbers that the table has had, and moments are told with their time zone. */
    @Override
    protected void verifyVersionedQueryFailurePermissible(Exception e) {
        assertThat(e)
                .hasMessageMatching(
                        "(?s).*(Unsupported type for (temporal )?table version|has no version|did not exist at|start version).*");
    }
}
