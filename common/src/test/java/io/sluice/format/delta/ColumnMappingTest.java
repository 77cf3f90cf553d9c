package io.sluice.format.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.commit.SchemaEdit;
import io.sluice.commit.SchemaEdit.AddColumn;
import io.sluice.commit.SchemaEdit.CommentColumn;
import io.sluice.commit.SchemaEdit.DropColumn;
import io.sluice.commit.SchemaEdit.Position;
import io.sluice.commit.SchemaEdit.RelaxColumn;
import io.sluice.commit.SchemaEdit.RenameColumn;
import io.sluice.commit.SchemaEdit.RequireColumn;
import io.sluice.commit.TableChange.AlterSchema;
import io.sluice.commit.TableChange.SetProperties;
import io.sluice.error.SluiceException;
import io.sluice.format.delta.Action.Metadata;
import io.sluice.scan.Predicate;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.TableId;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableSchema;
import io.sluice.table.TableVersion;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ColumnMappingTest {
    private static final TableMetadata PLAIN = table(Map.of());

    private static TableMetadata table(Map<String, String> properties) {
        return new TableMetadata(
                TableId.parse("5a1c1d4e-6a4a-4f0c-9b0f-1f1d8f6c2a11"),
                TableSchema.of(
                        Field.optional("day", Primitive.DATE),
                        Field.optional("name", Primitive.STRING),
                        Field.optional(
                                "place",
                                new Struct(List.of(
                                        Field.optional("x", Primitive.DOUBLE),
                                        Field.optional("y", Primitive.DOUBLE))))),
                List.of("day"),
                properties,
                Optional.empty());
    }

    private static TableMetadata edited(TableMetadata table, SchemaEdit... edits) {
        return PlannedTable.after(table, new AlterSchema(List.of(edits)));
    }

    private static String names(TableMetadata table) {
        return table.schema().columns().stream()
                .map(column -> column.name() + "=" + column.physicalName() + "#"
                        + column.columnId().orElse(0))
                .toList()
                .toString();
    }

    @Test
    void theFirstRenameMapsEveryColumnUnderItsOldName() {
        TableMetadata renamed = edited(PLAIN, new RenameColumn("NAME", "title"));

        assertThat(names(renamed)).isEqualTo("[day=day#1, title=name#2, place=place#3]");
        Struct place = (Struct) renamed.schema().requireColumn("place").type();
        assertThat(place.fields().get(1).physicalName()).isEqualTo("y");
        assertThat(place.fields().get(1).columnId()).hasValue(5);
        assertThat(renamed.properties())
                .isEqualTo(Map.of("delta.columnMapping.mode", "name", "delta.columnMapping.maxColumnId", "5"));
        assertThat(TableFeature.upgraded(LoggedTable.PROTOCOL, renamed.schema(), renamed.properties())
                        .readerFeatures())
                .contains("columnMapping");
    }

    @Test
    void aColumnThatIsAddedAgainSeesNothingOfTheOldOne() {
        TableMetadata again =
                edited(PLAIN, new DropColumn("name"), new AddColumn(Field.optional("name", Primitive.STRING)));

        Field column = again.schema().requireColumn("name");
        assertThat(column.physicalName()).startsWith("col-").hasSize(40);
        assertThat(column.columnId()).hasValue(6);
        assertThat(again.properties()).containsEntry("delta.columnMapping.maxColumnId", "6");
        TableMetadata once =
                edited(again, new DropColumn("name"), new AddColumn(Field.optional("name", Primitive.LONG)));
        assertThat(once.schema().requireColumn("name").physicalName()).isNotEqualTo(column.physicalName());
    }

    @Test
    void whatAnotherTableSaysOfItsFilesIsNotTakenOver() {
        TableMetadata mapped = edited(PLAIN, new RenameColumn("name", "title"));
        Field foreign = mapped.schema().requireColumn("title");

        TableMetadata grown = edited(mapped, new AddColumn(foreign.withName("other")));

        assertThat(grown.schema().requireColumn("other").columnId()).hasValue(6);
        assertThat(grown.schema().requireColumn("other").physicalName()).startsWith("col-");
        assertThat(PlannedTable.first(PLAIN.withSchema(mapped.schema())).schema())
                .isEqualTo(PLAIN.withColumnRenamed("name", "title").schema());
    }

    @Test
    void theNameInFilesIsKnownBeforeTheCommit() {
        SchemaEdit add = new AddColumn(Field.optional("n", Primitive.LONG));
        TableMetadata mapped = edited(PLAIN, new RenameColumn("name", "title"));

        assertThat(edited(mapped, add)).isEqualTo(edited(mapped, add));
    }

    @Test
    void aPartitionColumnCanBeRenamed() {
        TableMetadata renamed = edited(PLAIN, new RenameColumn("day", "d"));

        assertThat(renamed.partitionColumns()).containsExactly("d");
        PartitionNames names = PartitionNames.of(renamed);
        assertThat(names.forLog(Map.of("d", Optional.of("2024-01-01"))))
                .isEqualTo(Map.of("day", Optional.of("2024-01-01")));
        assertThat(names.forEngines(Map.of("day", Optional.of("2024-01-01"))))
                .isEqualTo(Map.of("d", Optional.of("2024-01-01")));
    }

    @Test
    void aTableIsMadeWithMappedColumns() {
        TableMetadata first = PlannedTable.first(table(Map.of("delta.columnMapping.mode", "name")));

        assertThat(names(first)).isEqualTo("[day=day#1, name=name#2, place=place#3]");
        assertThat(PlannedTable.first(first)).isEqualTo(first);
    }

    @Test
    void whatCannotBeDroppedOrRenamedIsRefusedWithTheReason() {
        TableMetadata checked = PLAIN.withProperties(Map.of("delta.constraints.named", "`name` <> 'place'"));

        assertRefused(PLAIN, new DropColumn("day"), "'day'", "partitioned");
        assertRefused(PLAIN, new RenameColumn("name", "DAY"), "'DAY'");
        assertRefused(PLAIN, new RenameColumn("nobody", "x"), "'nobody'");
        assertRefused(checked, new DropColumn("name"), "'name'", "'named'");
        assertRefused(checked, new RenameColumn("NAME", "n"), "'name'", "'named'");
        assertRefused(edited(checked, new DropColumn("place")), new DropColumn("name"), "last");
        assertRefused(PLAIN, new RenameColumn("name", ""), "no name");
    }

    @Test
    void theMappingCannotBeSwitchedOff() {
        TableMetadata mapped = edited(PLAIN, new DropColumn("name"));
        SetProperties off = new SetProperties(Map.of("delta.columnMapping.mode", "none"), Set.of());
        SetProperties removed = new SetProperties(Map.of(), Set.of("delta.columnMapping.mode"));

        assertThatThrownBy(() -> PlannedTable.after(mapped, off)).hasMessageContaining("'name' to 'none'");
        assertThatThrownBy(() -> PlannedTable.after(mapped, removed)).hasMessageContaining("'name' to 'none'");
        assertThatThrownBy(() -> PlannedTable.after(
                        mapped, new SetProperties(Map.of(), Set.of("delta.columnMapping.maxColumnId"))))
                .hasMessageContaining("maxColumnId");
    }

    @Test
    void theColumnsWithStatisticsFollowRenamesAndDrops() {
        TableMetadata table = table(Map.of("delta.dataSkippingStatsColumns", "name,place.x"));

        TableMetadata edited = edited(table, new RenameColumn("place", "a,b"), new DropColumn("name"));

        assertThat(edited.properties()).containsEntry("delta.dataSkippingStatsColumns", "`a,b.x`");
    }

    @Test
    void columnsAreAddedWhereTheyAreWanted() {
        TableMetadata edited = edited(
                PLAIN,
                new AddColumn(Field.optional("a", Primitive.LONG), Position.FIRST),
                new AddColumn(Field.optional("b", Primitive.LONG), new Position.After("NAME")));

        assertThat(edited.schema().columnNames()).containsExactly("a", "day", "name", "b", "place");
    }

    @Test
    void commentsAndNullabilityChange() {
        TableMetadata edited = edited(PLAIN, new CommentColumn("name", Optional.of("who")), new RequireColumn("name"));

        assertThat(edited.schema().requireColumn("name"))
                .isEqualTo(Field.required("name", Primitive.STRING).withComment("who"));
        assertThat(edited(edited, new CommentColumn("name", Optional.empty()), new RelaxColumn("name")))
                .isEqualTo(PLAIN);
    }

    @Test
    void plansFindFilesByTheNamesOfTheirTime() {
        LoggedTable logged = LoggedTable.inMemory();
        Metadata plain = logged.metadata(PLAIN.schema(), "day");
        logged.commit(List.of(
                LoggedTable.PROTOCOL,
                plain,
                LoggedTable.add(
                        "old",
                        1,
                        Map.of("day", Optional.of("2024-01-01")),
                        "{\"numRecords\":1,\"minValues\":{\"name\":\"b\"},\"maxValues\":{\"name\":\"b\"}}")));
        try (DeltaLogs shared = DeltaLogs.create()) {
            DeltaLog log = logged.log(shared);
            assertThat(files(log, 0, "name", "a")).isEmpty();
            assertThat(files(log, 0, "name", "b")).isEqualTo("old{day=2024-01-01}");

            TableMetadata edited = edited(
                    DeltaHead.table(plain),
                    new RenameColumn("day", "d"),
                    new RenameColumn("name", "title"),
                    new AddColumn(Field.optional("name", Primitive.STRING)));
            String fresh = edited.schema().requireColumn("name").physicalName();
            logged.commit(List.of(
                    metadata(plain, edited),
                    LoggedTable.add(
                            "new",
                            1,
                            Map.of("day", Optional.of("2024-01-02")),
                            "{\"numRecords\":1,\"minValues\":{\"%s\":\"b\"},\"maxValues\":{\"%s\":\"b\"},\"nullCount\":{\"name\":1}}"
                                    .formatted(fresh, fresh))));

            assertThat(files(log, 1, "name", "b")).isEqualTo("old{d=2024-01-01} new{d=2024-01-02}");
            assertThat(files(log, 1, "name", "a")).isEqualTo("old{d=2024-01-01}");
            assertThat(files(log, 1, "title", "b")).isEqualTo("old{d=2024-01-01}");
            assertThat(files(log, 1, "d", "2024-01-02")).isEqualTo("new{d=2024-01-02}");
            assertThat(files(log, 0, "day", "2024-01-01")).isEqualTo("old{day=2024-01-01}");
        }
    }

    private static Metadata metadata(Metadata before, TableMetadata after) {
        return new Metadata(
                before.id(),
                before.name(),
                before.description(),
                SchemaJson.write(after.schema()),
                after.partitionColumns(),
                OptionalLong.empty(),
                after.properties());
    }

    private static String files(DeltaLog log, long version, String column, String value) {
        boolean isDay = column.startsWith("d");
        Comparable<?> bound = isDay ? LocalDate.parse(value).toEpochDay() : value;
        Predicate predicate = new Predicate.Comparison(column, Predicate.Operator.EQUAL, bound);
        return String.join(
                " ",
                log.snapshotAt(new TableVersion(version)).plan(predicate).tasks().stream()
                        .map(task -> task.file().path()
                                + task.file().partitionValues().toString().replaceAll("Optional\\[(.*?)]", "$1"))
                        .toList());
    }

    private static void assertRefused(TableMetadata table, SchemaEdit edit, String... parts) {
        assertThatThrownBy(() -> edited(table, edit))
                .isInstanceOf(SluiceException.class)
                .hasMessageContainingAll(parts);
    }
}
