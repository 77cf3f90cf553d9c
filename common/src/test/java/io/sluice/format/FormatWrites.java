package io.sluice.format;

import static io.sluice.format.FormatWorld.append;
import static io.sluice.format.FormatWorld.exactly;
import static io.sluice.format.FormatWorld.file;
import static io.sluice.format.FormatWorld.paths;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.CatalogTable;
import io.sluice.commit.CommitOutcome.Committed;
import io.sluice.commit.SchemaEdit.AddColumn;
import io.sluice.commit.SchemaEdit.WidenColumn;
import io.sluice.commit.SourceFile;
import io.sluice.commit.TableChange.AdvanceWriter;
import io.sluice.commit.TableChange.AlterSchema;
import io.sluice.commit.TableChange.MarkIngested;
import io.sluice.commit.TableChange.SetProperties;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.scan.Snapshot;
import io.sluice.table.DataFile;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.FileStatistics;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableSchema;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is written is there, in the version that the outcome names, and stays there. */
abstract class FormatWrites extends FormatSuite {
    @Test
    void aNewTableIsThereWithItsColumnsAndFiles() {
        CatalogTable reserved = world.reserved("people");
        TableMetadata metadata = new TableMetadata(
                reserved.id(), FormatWorld.people(), List.of(), Map.of("owner", "é \"q\""), Optional.of("all\npeople"));

        FormatTable table = FormatWorld.created(world.create(reserved, metadata, append(file("a", 1), file("b", 2))));

        Snapshot snapshot = table.snapshot();
        assertThat(snapshot.version()).isEqualTo(TableVersion.FIRST);
        assertThat(snapshot.metadata().schema()).isEqualTo(FormatWorld.people());
        assertThat(snapshot.metadata().properties()).containsEntry("owner", "é \"q\"");
        assertThat(snapshot.metadata().comment()).contains("all\npeople");
        assertThat(paths(snapshot)).containsExactly("a.parquet", "b.parquet");
        assertThat(world.catalog.table(reserved.name())).contains(reserved);
        assertThat(table.current().metadata()).isEqualTo(snapshot.metadata());
        assertThat(contract().published(reserved, world.storage)).containsExactly(TableVersion.FIRST);
    }

    @Test
    void eachAppendIsTheNextVersionAndEarlierOnesStay() {
        FormatTable table = world.created("people", append(file("a", 1)));

        assertThat(world.commit(table, append(file("b", 2)))).isEqualTo(committed(1));
        assertThat(world.commit(table, append(file("c", 3), file("d", 4)))).isEqualTo(committed(2));

        assertThat(paths(table.snapshot())).containsExactly("a.parquet", "b.parquet", "c.parquet", "d.parquet");
        assertThat(paths(table.snapshotAt(new TableVersion(1)))).containsExactly("a.parquet", "b.parquet");
        assertThat(paths(table.snapshotAt(TableVersion.FIRST))).containsExactly("a.parquet");
        assertThat(another().open(table.table()).snapshot().fileCount()).isEqualTo(4);
        assertThat(contract().published(table.table(), world.storage)).hasSize(3);
    }

    @Test
    void whatIsKnownOfAFileComesBackAndPrunes() {
        FormatTable table = world.created("people", append(file("a", 1), file("b", 2)));
        Predicate second = new Predicate.Comparison("ID", Predicate.Operator.EQUAL, 2L);

        List<ScanTask> tasks = table.snapshot().plan(second).tasks();

        assertThat(tasks).hasSize(1);
        DataFile read = tasks.get(0).file();
        assertThat(read.path()).isEqualTo("b.parquet");
        assertThat(tasks.get(0).location()).isEqualTo(table.table().location() + "/b.parquet");
        assertThat(read.sizeBytes()).isEqualTo(1002);
        assertThat(read.modifiedMillis()).isEqualTo(1_700_000_000_002L);
        assertThat(read.statistics().rowCount()).isEqualTo(1);
    }

    @Test
    void filesOfPartitionsKeepTheirValues() {
        CatalogTable reserved = world.reserved("events");
        TableSchema schema = TableSchema.of(
                Field.optional("x", Primitive.LONG),
                Field.optional("Day", Primitive.DATE),
                Field.optional("city", Primitive.STRING));
        FormatTable table =
                FormatWorld.created(world.create(reserved, FormatWorld.metadata(reserved, schema, "Day", "city")));

        world.commit(
                table,
                append(
                        partitioned("Day=2024-02-29/city=a%2Fb/é 1.parquet", "2024-02-29", Optional.of("a/b")),
                        partitioned("null.parquet", "0001-01-01", Optional.empty()),
                        partitioned("blank.parquet", "9999-12-31", Optional.of(""))));

        Map<String, Map<String, Optional<String>>> values = new LinkedHashMap<>();
        table.snapshot()
                .plan(Predicate.ALL)
                .tasks()
                .forEach(task -> values.put(task.file().path(), task.file().partitionValues()));
        assertThat(table.snapshot().metadata().partitionColumns()).containsExactly("Day", "city");
        assertThat(values)
                .hasSize(3)
                .containsEntry(
                        "Day=2024-02-29/city=a%2Fb/é 1.parquet",
                        Map.of("Day", Optional.of("2024-02-29"), "city", Optional.of("a/b")))
                .containsEntry("null.parquet", Map.of("Day", Optional.of("0001-01-01"), "city", Optional.empty()))
                .containsEntry("blank.parquet", Map.of("Day", Optional.of("9999-12-31"), "city", Optional.empty()));
    }

    @Test
    void aColumnIsAddedTogetherWithFilesThatHaveIt() {
        FormatTable table = world.created("people", append(file("a", 1)));
        Field added = Field.optional("born", Primitive.TIMESTAMP_NTZ).withComment("local time");

        assertThat(world.commit(table, new AlterSchema(List.of(new AddColumn(added))), append(file("b", 2))))
                .isEqualTo(committed(1));

        assertThat(table.current().metadata().schema().column("BORN")).contains(added);
        assertThat(table.snapshot().metadata().schema().columns()).hasSize(4).contains(added);
        assertThat(table.snapshotAt(TableVersion.FIRST).metadata().schema()).isEqualTo(FormatWorld.people());
    }

    @Test
    void aColumnIsWidenedWhereTheTableAllowsIt() {
        FormatTable table = world.created("people");
        world.commit(table, new SetProperties(Map.of("delta.enableTypeWidening", "true"), Set.of()));

        world.commit(table, new AlterSchema(List.of(new WidenColumn("age", Primitive.LONG))));

        assertThat(table.snapshot().metadata().schema().requireColumn("age").type())
                .isEqualTo(Primitive.LONG);
        assertThat(table.current().metadata()).isEqualTo(table.snapshot().metadata());
    }

    @Test
    void propertiesAreSetAndRemoved() {
        FormatTable table = world.created("people");

        world.commit(table, new SetProperties(Map.of("a", "1", "b", "2"), Set.of()));
        world.commit(table, new SetProperties(Map.of("b", "3"), Set.of("a")));

        assertThat(table.snapshot().metadata().properties())
                .containsEntry("b", "3")
                .doesNotContainKey("a");
        assertThat(table.snapshotAt(new TableVersion(1)).metadata().properties())
                .containsEntry("a", "1")
                .containsEntry("b", "2");
    }

    @Test
    void timeOfATableNeverRunsBackwards() {
        setClock("2026-05-05T10:00:00Z");
        FormatTable table = world.created("people");
        setClock("2020-01-01T00:00:00Z");
        world.commit(table, append(file("a", 1)));
        setClock("2026-05-05T11:00:00.123456789Z");
        world.commit(table, append(file("b", 2)));

        assertThat(table.snapshotAt(TableVersion.FIRST).committedAt()).isEqualTo(Instant.parse("2026-05-05T10:00:00Z"));
        assertThat(table.snapshotAt(new TableVersion(1)).committedAt())
                .isEqualTo(Instant.parse("2026-05-05T10:00:00.001Z"));
        assertThat(table.snapshot().committedAt()).isEqualTo(Instant.parse("2026-05-05T11:00:00.123Z"));
        assertThat(table.snapshotAsOf(Instant.parse("2026-05-05T10:30:00Z")).version())
                .isEqualTo(new TableVersion(1));
    }

    @Test
    void historyTellsWhoDidWhat() {
        FormatTable table = world.created("people");
        world.commit(table, append(file("a", 1), file("b", 2)));

        List<HistoryEntry> history = table.history(10);

        assertThat(history).extracting(entry -> entry.version().number()).containsExactly(1L, 0L);
        assertThat(history.get(0).operation().engine()).isEqualTo("test/1");
        assertThat(history.get(0).operation().name()).isEqualTo("WRITE");
        assertThat(history.get(0).operation().parameters()).containsEntry("mode", "Append");
        assertThat(history.get(0).operation().metrics())
                .containsEntry("numFiles", "2")
                .containsEntry("numOutputRows", "2")
                .containsEntry("numOutputBytes", "2003");
        assertThat(table.history(1)).hasSize(1);
    }

    @Test
    void sourcesAndWriterProgressAreCommittedWithTheFiles() {
        FormatTable table = world.created("people");
        SourceFile source = new SourceFile("/in/a.csv", "1");

        assertThat(world.commit(
                        table, append(file("a", 1)), new MarkIngested(List.of(source)), new AdvanceWriter("stream", 7)))
                .isEqualTo(committed(1));

        assertThat(world.catalog.ingested(table.table().id(), List.of(source))).containsExactly(source);
    }

    @Test
    void aLargeCommitIsAsGoodAsASmallOne() {
        FormatTable table = world.created("people");
        DataFile[] files = new DataFile[6000];
        for (int i = 0; i < files.length; i++) {
            files[i] = file("part-" + i + "-" + "x".repeat(100), i);
        }

        assertThat(world.commit(table, append(files))).isEqualTo(committed(1));
        assertThat(world.commit(table, append(file("last", 1)))).isEqualTo(committed(2));

        assertThat(another().open(table.table()).snapshot().fileCount()).isEqualTo(6001);
        assertThat(contract().published(table.table(), world.storage)).hasSize(3);
    }

    static Committed committed(long version) {
        return new Committed(new TableVersion(version));
    }

    private static DataFile partitioned(String path, String day, Optional<String> city) {
        return new DataFile(
                path,
                10,
                20,
                Map.of("Day", Optional.of(day), "city", city),
                new FileStatistics(3, Map.of("x", exactly(1L))));
    }
}
