package io.sluice.spark.catalog;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.TableChange.Redefine;
import io.sluice.spark.session.LakeSession;
import io.sluice.spark.session.PinnedTable;
import io.sluice.spark.types.ColumnDifferences;
import io.sluice.spark.types.SparkTypes;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableSchema;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.types.StructType;

/**
 * Changes of a table's columns that belong to a statement which writes rows: they are committed with the rows, or not
 * at all.
 *
 * <p>Spark asks for them by {@code alterTable} while it analyzes the statement, and loads the table again at once to
 * see them. Nothing is committed then: the table that it loads has the changes with it, and its next commit makes them.
 */
public final class SchemaEvolution {
    /** Spark's rules that do so, by the beginnings of their names. */
    private static final List<String> RULES = List.of(
            "org.apache.spark.sql.catalyst.analysis.ResolveMergeIntoSchemaEvolution",
            "org.apache.spark.sql.catalyst.analysis.ResolveSchemaEvolution");

    private static final int MAX_FRAMES = 16;

    /** What was asked for last, until it is loaded: by the same thread, as its next step. */
    @SuppressWarnings("ThreadLocalUsage") // Of one catalog: another one's tables have the same names.
    private final ThreadLocal<Asked> asked = new ThreadLocal<>();

    private record Asked(Identifier name, PinnedTable table) {}

    /** Whether the calling thread is within one of these rules: a statement of the user's own is not. */
    public static boolean isAskedFor() {
        return StackWalker.getInstance()
                .walk(frames -> frames.limit(MAX_FRAMES)
                        .anyMatch(frame -> RULES.stream().anyMatch(frame.getClassName()::startsWith)));
    }

    /** The table with the changes, which {@link #taken} answers next. */
    public PinnedTable begin(Identifier name, PinnedTable table, TableChange... changes) {
        PinnedTable evolved = new Alterations(table.session(), table).pending(supported(table, changes));
        asked.set(new Asked(name, evolved));
        return evolved;
    }

    /** Types that cannot be widened stay, and values are cast to them. */
    private static TableChange[] supported(PinnedTable table, TableChange... changes) {
        return Arrays.stream(changes)
                .filter(change -> isSupported(table.metadata(), change))
                .toArray(TableChange[]::new);
    }

    /** Whether a write may make the change to a table. */
    public static boolean isSupported(TableMetadata table, TableChange change) {
        return new ColumnEdits(table).isEvolution(change);
    }

    /** The table of that name, if the calling thread has just begun to change it; once. */
    public Optional<PinnedTable> taken(Identifier name) {
        Asked last = asked.get();
        asked.remove();
        return Optional.ofNullable(last)
                .filter(same -> same.name().equals(name))
                .map(Asked::table);
    }

    /** The table with what rows have and it has not: columns, also within others, and wider types. */
    public static PinnedTable merged(PinnedTable table, StructType rows, ColumnDifferences.Match match) {
        requireNonNull(rows, "rows");
        StructType now = SparkTypes.structType(table.metadata().schema());
        TableChange[] changes = ColumnDifferences.of(now, rows, match);
        LakeSession session = table.session();
        return new Alterations(session, table).pending(supported(table, changes));
    }

    /** The table with the columns of rows in the place of its own, and without the rows that it has. */
    public static PinnedTable redefined(PinnedTable table, StructType rows) {
        TableMetadata now = table.metadata();
        TableSchema schema = SparkTypes.schema(rows.asNullable());
        return table.evolved(List.of(new Redefine(
                new TableMetadata(now.id(), schema, now.partitionColumns(), now.properties(), now.comment()))));
    }
}
