package io.sluice.format;

import static io.sluice.format.FormatWorld.append;
import static io.sluice.format.FormatWorld.file;
import static io.sluice.format.FormatWorld.paths;
import static io.sluice.format.FormatWrites.committed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.catalog.CatalogTable;
import io.sluice.commit.CommitOutcome;
import io.sluice.commit.CommitOutcome.Rejected;
import io.sluice.commit.RejectionReason;
import io.sluice.commit.SchemaEdit.AddColumn;
import io.sluice.commit.SchemaEdit.WidenColumn;
import io.sluice.commit.SourceFile;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AdvanceWriter;
import io.sluice.commit.TableChange.AlterSchema;
import io.sluice.commit.TableChange.MarkIngested;
import io.sluice.error.SluiceException;
import io.sluice.format.CreateOutcome.NameTaken;
import io.sluice.table.ColumnStatistics;
import io.sluice.table.DataFile;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.FileStatistics;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableSchema;
import io.sluice.table.TableVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What does not fit is refused with a reason, and nothing of it is visible. */
abstract class FormatRefusals extends FormatSuite {
    @Test
    void aNameIsTakenOnce() {
        FormatTable first = world.created("people", append(file("a", 1)));

        CatalogTable second = world.reserved("people");
        CreateOutcome outcome = another().create(second, FormatWorld.metadata(second, FormatWorld.people()));

        assertThat(outcome).isEqualTo(new NameTaken());
        assertThat(paths(first.snapshot())).containsExactly("a.parquet");
        assertThat(contract().published(second, world.storage)).isEmpty();
        assertThat(contract().leftovers(second, world.storage)).isZero();
    }

    @Test
    void aSourceIsTakenOnce() {
        FormatTable table = world.created("people");
        MarkIngested mark = new MarkIngested(List.of(new SourceFile("/in/a.csv", "1")));
        world.commit(table, append(file("a", 1)), mark);

        CommitOutcome again = world.commit(table, append(file("b", 2)), mark);

        assertThat(again).isEqualTo(new Rejected(RejectionReason.SOURCE_INGESTED, Optional.empty(), mark.sources()));
        assertThat(paths(table.snapshot())).containsExactly("a.parquet");
    }

    @Test
    void aWriterThatWasOvertakenIsRejectedAndTheWinnerNamed() {
        FormatTable table = world.created("people");
        world.commit(table, TableVersion.FIRST, append(file("a", 1)), new AdvanceWriter("stream", 7));

        CommitOutcome late =
                world.commit(table, TableVersion.FIRST, append(file("b", 2)), new AdvanceWriter("stream", 7));

        assertThat(late).isInstanceOf(Rejected.class);
        assertThat(((Rejected) late).reason()).isEqualTo(RejectionReason.WRITER_OVERTAKEN);
        assertThat(((Rejected) late).winner().orElseThrow().version()).isEqualTo(new TableVersion(1));
        assertThat(world.commit(table, TableVersion.FIRST, append(file("c", 3)), new AdvanceWriter("other", 7)))
                .isEqualTo(committed(2));
    }

    @Test
    void filesMadeForOldColumnsAreRejected() {
        FormatTable table = world.created("people");
        world.commit(table, new AlterSchema(List.of(new AddColumn(Field.optional("new", Primitive.LONG)))));

        CommitOutcome late = world.commit(table, TableVersion.FIRST, append(file("b", 2)));

        assertThat(((Rejected) late).reason()).isEqualTo(RejectionReason.SCHEMA_CHANGED);
    }

    @Test
    void aTableThatIsGoneIsSaidToBeGone() {
        FormatTable table = world.created("people");
        TableVersion read = table.current().version();
        world.catalog.drop(table.table().name());

        assertThat(world.commit(table, read, append(file("a", 1)))).isEqualTo(Rejected.of(RejectionReason.TABLE_GONE));
        assertThatThrownBy(table::current).hasMessageContaining("s.people");
        assertThatThrownBy(table::snapshot).hasMessageContaining("s.people");
    }

    @Test
    void nullsInAColumnThatHasNoneAreRefusedWithTheirCount() {
        FormatTable table = world.created("people");
        ColumnStatistics nulls = new ColumnStatistics(Optional.empty(), Optional.empty(), Optional.of(17L));

        assertRefused(table, append(counted(Map.of("ID", nulls))), "'id'", "17");
        assertRefused(table, append(counted(Map.of())), "'id'", "counted");
        assertThat(table.current().version()).isEqualTo(TableVersion.FIRST);
        assertThat(contract().published(table.table(), world.storage)).hasSize(1);
    }

    @Test
    void filesHaveToFitThePartitions() {
        CatalogTable reserved = world.reserved("events");
        TableSchema schema = TableSchema.of(Field.optional("x", Primitive.LONG), Field.required("day", Primitive.DATE));
        FormatTable table = FormatWorld.created(world.create(reserved, FormatWorld.metadata(reserved, schema, "day")));

        assertRefused(table, append(partition(Map.of())), "a.parquet", "[day]");
        assertRefused(table, append(partition(Map.of("x", Optional.of("1")))), "[x]", "[day]");
        assertRefused(table, append(partition(Map.of("day", Optional.of("monday")))), "'monday'", "date");
        assertRefused(table, append(partition(Map.of("day", Optional.empty()))), "'day'", "NOT NULL");
    }

    @Test
    void aFileIsAddedOnceInACommit() {
        FormatTable table = world.created("people");

        assertRefused(table, append(file("a", 1), file("a", 1)), "a.parquet", "twice");
    }

    @Test
    void editsThatDoNotFitTheColumnsAreRefused() {
        FormatTable table = world.created("people");

        assertRefused(table, new AlterSchema(List.of(new AddColumn(Field.optional("NAME", Primitive.LONG)))), "'NAME'");
        assertRefused(table, new AlterSchema(List.of(new WidenColumn("name", Primitive.LONG))), "'name'", "string");
        assertRefused(table, new AlterSchema(List.of(new WidenColumn("age", Primitive.LONG))), "'age'", "TypeWidening");
    }

    @Test
    void tablesThatCannotBeAreRefused() {
        TableSchema schema = TableSchema.of(
                Field.optional("x", Primitive.LONG),
                Field.optional("b", Primitive.BINARY),
                Field.optional("s", new Struct(List.of(Field.optional("y", Primitive.LONG)))));

        assertNotCreated(schema, List.of("b"), "'b'", "binary");
        assertNotCreated(schema, List.of("s"), "'s'", "struct<y:long>");
        assertNotCreated(TableSchema.of(Field.optional("x", Primitive.LONG)), List.of("x"), "all its columns");
        assertNotCreated(new TableSchema(List.of()), List.of(), "at least one column");
    }

    private void assertRefused(FormatTable table, TableChange change, String... words) {
        assertThatThrownBy(() -> world.commit(table, change))
                .isInstanceOf(SluiceException.class)
                .hasMessageContainingAll(words);
    }

    private void assertNotCreated(TableSchema schema, List<String> partitionColumns, String... words) {
        CatalogTable table = world.reserved("never");
        TableMetadata metadata = new TableMetadata(table.id(), schema, partitionColumns, Map.of(), Optional.empty());

        assertThatThrownBy(() -> world.create(table, metadata))
                .isInstanceOf(SluiceException.class)
                .hasMessageContainingAll(words);
        assertThat(world.catalog.table(table.name())).isEmpty();
    }

    private static DataFile counted(Map<String, ColumnStatistics> columns) {
        return new DataFile("a.parquet", 1, 1, Map.of(), new FileStatistics(20, columns));
    }

    private static DataFile partition(Map<String, Optional<String>> values) {
        return new DataFile("a.parquet", 1, 1, values, new FileStatistics(20, Map.of()));
    }
}
