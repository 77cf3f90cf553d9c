package io.sluice.compat.judge;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.files.TahoeLogFileIndex;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import scala.jdk.javaapi.CollectionConverters;

/**
 * delta-spark, given a copy of the table from which the feature {@code catalogManaged} is taken out, as it refuses
 * catalog-managed tables by path.
 */
public final class DeltaSparkJudge implements TableReader {
    private final SparkSession spark = SharedSpark.session();
    private final String copy;

    /** @param scratch a folder that does not exist yet, for the copy */
    public DeltaSparkJudge(CommittedTable table, Path scratch) {
        PathBasedCopy.make(table, scratch);
        this.copy = scratch.toString();
    }

    /** A table that delta-spark itself writes in a folder: what it finds there after these statements. */
    public static State written(Path folder, List<String> statements) {
        SparkSession spark = SharedSpark.session();
        statements.forEach(statement -> spark.sql(statement.replace("$t", "delta.`" + folder + "`")));
        return state(spark.read().format("delta").load(folder.toString()));
    }

    @Override
    public State latest() {
        return state(read());
    }

    @Override
    public State at(long version) {
        return state(reader().option("versionAsOf", version).load(copy));
    }

    @Override
    public State asOf(Instant instant) {
        return state(reader().option("timestampAsOf", instant.toString()).load(copy));
    }

    @Override
    public Map<String, String> properties() {
        return new TreeMap<>(CollectionConverters.asJava(snapshot().metadata().configuration()));
    }

    @Override
    public OptionalLong writerVersion(String applicationId) {
        Object version = CollectionConverters.asJava(snapshot().transactions()).get(applicationId);
        return version == null ? OptionalLong.empty() : OptionalLong.of((Long) version);
    }

    @Override
    public List<HistoryLine> history() {
        return spark.sql("DESCRIBE HISTORY delta.`" + copy + "`").collectAsList().stream()
                .map(DeltaSparkJudge::historyLine)
                .toList();
    }

    private static HistoryLine historyLine(Row row) {
        return new HistoryLine(
                row.<Long>getAs("version"),
                row.getAs("timestamp"),
                row.getAs("operation"),
                row.getAs("engineInfo"),
                CollectionConverters.asJava(row.<scala.collection.Map<String, String>>getAs("operationMetrics")));
    }

    /** The rows of the last state that a condition accepts. */
    public List<String> rowsWhere(String condition) {
        return rows(read().where(condition));
    }

    /** What expressions come to in each row of the last state, {@code _metadata} included. */
    public List<String> select(String... expressions) {
        return rows(read().selectExpr(expressions));
    }

    /** Inserts rows into the copy; what delta-spark throws if they violate a rule of the table. */
    public void insert(String values) {
        spark.sql("INSERT INTO delta.`%s` VALUES %s".formatted(copy, values));
    }

    /** Inserts rows into the copy that have only some of its columns. */
    public void insert(String columns, String values) {
        spark.sql("INSERT INTO delta.`%s` (%s) VALUES %s".formatted(copy, columns, values));
    }

    /** How many files of the last state delta-spark opens for a condition, after skipping by values and statistics. */
    public int filesOpenedWhere(String condition) {
        return read().where(condition).inputFiles().length;
    }

    /** The same rows, with skipping by statistics switched off. */
    public List<String> rowsWhereWithoutSkipping(String condition) {
        spark.conf().set("spark.databricks.delta.stats.skipping", false);
        try {
            return rowsWhere(condition);
        } finally {
            spark.conf().unset("spark.databricks.delta.stats.skipping");
        }
    }

    /** The rows of the change feed, with their kind of change and their version, both ends included. */
    public List<String> changes(long from, long to) {
        return changes(Path.of(copy), from, to);
    }

    /** The same of a table that delta-spark itself has written. */
    public static List<String> changes(Path folder, long from, long to) {
        return rows(SharedSpark.session()
                .read()
                .format("delta")
                .option("readChangeFeed", true)
                .option("startingVersion", from)
                .option("endingVersion", to)
                .load(folder.toString())
                .drop("_commit_timestamp"));
    }

    private DataFrameReader reader() {
        return spark.read().format("delta");
    }

    private Dataset<Row> read() {
        return reader().load(copy);
    }

    private Snapshot snapshot() {
        return DeltaLog.forTable(spark, copy).unsafeVolatileSnapshot();
    }

    private static State state(Dataset<Row> rows) {
        Snapshot snapshot = snapshotOf(rows);
        return new State(
                snapshot.version(),
                SparkValues.columns(rows.schema()),
                CollectionConverters.asJava(snapshot.metadata().partitionColumns()),
                rows(rows));
    }

    /** The snapshot that a plain scan of one table has resolved to. */
    private static Snapshot snapshotOf(Dataset<Row> rows) {
        LogicalRelation scan = (LogicalRelation)
                rows.queryExecution().analyzed().collectLeaves().head();
        return ((TahoeLogFileIndex) ((HadoopFsRelation) scan.relation()).location()).getSnapshot();
    }

    private static List<String> rows(Dataset<Row> rows) {
        return rows.collectAsList().stream()
                .map(SparkValues::row)
                .sorted(Comparator.naturalOrder())
                .toList();
    }
}
