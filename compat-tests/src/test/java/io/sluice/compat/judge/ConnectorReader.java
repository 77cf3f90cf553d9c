package io.sluice.compat.judge;

import io.sluice.lake.Lake;
import io.sluice.table.TableName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;

/** Spark with Sluice's connector: the rows that its SQL gives. */
public final class ConnectorReader implements TableReader {
    /** How Spark reads files. */
    public enum Mode {
        IN_BATCHES,
        ROW_BY_ROW
    }

    private final SparkSession spark = SharedSpark.session().newSession();
    private final Lake lake;
    private final TableName name;

    /** @param folder of the lake */
    public ConnectorReader(Path folder, Lake lake, TableName name, Mode mode) {
        this.lake = lake;
        this.name = name;
        spark.conf().set("spark.sql.catalog.lake", "io.sluice.spark.SluiceCatalog");
        spark.conf().set("spark.sql.catalog.lake.lake", folder.toString());
        // Without the generated code that they are for, Spark reads no batches.
        spark.conf().set("spark.sql.codegen.wholeStage", mode == Mode.IN_BATCHES);
    }

    private String table() {
        return "lake.`%s`.`%s`".formatted(name.namespace(), name.table());
    }

    @Override
    public State latest() {
        return state(lake.table(name).snapshot().version().number(), spark.sql("SELECT * FROM " + table()));
    }

    @Override
    public State at(long version) {
        return state(version, spark.sql("SELECT * FROM %s VERSION AS OF %d".formatted(table(), version)));
    }

    @Override
    public State asOf(Instant instant) {
        return state(
                lake.table(name).snapshotAsOf(instant).version().number(),
                spark.sql("SELECT * FROM %s TIMESTAMP AS OF '%s'".formatted(table(), instant)));
    }

    @Override
    public Map<String, String> properties() {
        throw new UnsupportedOperationException("Spark shows properties of its own among the table's");
    }

    @Override
    public OptionalLong writerVersion(String applicationId) {
        throw new UnsupportedOperationException("Spark asks nobody how far an application has come");
    }

    @Override
    public List<HistoryLine> history() {
        throw new UnsupportedOperationException("Spark asks nobody for the history");
    }

    /** The rows of the last state that a condition accepts. */
    public List<String> rowsWhere(String condition) {
        return rows(spark.table(table()).where(condition));
    }

    /** What expressions come to in each row of the last state, metadata columns included. */
    public List<String> select(String... expressions) {
        return rows(spark.table(table()).selectExpr(expressions));
    }

    private static State state(long version, Dataset<Row> rows) {
        DataSourceV2Relation relation = (DataSourceV2Relation)
                rows.queryExecution().analyzed().collectLeaves().head();
        Table table = relation.table();
        List<String> partitionColumns = Arrays.stream(table.partitioning())
                .map(transform -> transform.references()[0].fieldNames()[0])
                .toList();
        return new State(version, SparkValues.columns(rows.schema()), partitionColumns, rows(rows));
    }

    private static List<String> rows(Dataset<Row> rows) {
        return rows.collectAsList().stream()
                .map(SparkValues::row)
                .sorted(Comparator.naturalOrder())
                .toList();
    }
}
