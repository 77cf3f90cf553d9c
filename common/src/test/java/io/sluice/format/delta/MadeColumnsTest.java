package io.sluice.format.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.commit.ChangeKind;
import io.sluice.commit.SchemaEdit;
import io.sluice.commit.SchemaEdit.AddColumn;
import io.sluice.commit.SchemaEdit.DropColumn;
import io.sluice.commit.SchemaEdit.RenameColumn;
import io.sluice.commit.SchemaEdit.SetDefault;
import io.sluice.commit.SchemaEdit.WidenColumn;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AlterSchema;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.MakeValues;
import io.sluice.error.SluiceException;
import io.sluice.table.DataFile;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.FileStatistics;
import io.sluice.table.IdentityColumn;
import io.sluice.table.IdentityColumn.GivenValues;
import io.sluice.table.TableId;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MadeColumnsTest {
    private static final Field N = Field.optional("n", Primitive.INTEGER);
    private static final Field ID = Field.optional("id", Primitive.LONG).withIdentity(identity(10, 5));
    private static final Field TWICE =
            Field.optional("twice", Primitive.INTEGER).withGenerationExpression("`n` * 2");
    private static final TableChange APPEND =
            new AppendFiles(List.of(new DataFile("a", 1, 1, Map.of(), new FileStatistics(1, Map.of()))));

    private static IdentityColumn identity(long start, long step) {
        return new IdentityColumn(start, step, OptionalLong.empty(), GivenValues.REFUSED);
    }

    private static TableMetadata table(Field... columns) {
        return new TableMetadata(
                TableId.parse("5a1c1d4e-6a4a-4f0c-9b0f-1f1d8f6c2a11"),
                TableSchema.of(columns),
                List.of(),
                Map.of("delta.enableTypeWidening", "true"),
                Optional.empty());
    }

    private static TableMetadata edited(TableMetadata table, SchemaEdit... edits) {
        return PlannedTable.after(table, new AlterSchema(List.of(edits)));
    }

    private static IdentityColumn identity(TableMetadata table) {
        return table.schema().requireColumn("id").identity().orElseThrow();
    }

    @Test
    void whatColumnsSayOfTheirValuesIsPartOfTheSchemaAndOfTheProtocol() {
        TableMetadata table = edited(table(N, ID, TWICE), new SetDefault("n", Optional.of("7")));

        assertThat(SchemaJson.read(SchemaJson.write(table.schema()))).isEqualTo(table.schema());
        assertThat(SchemaJson.write(table.schema()))
                .contains(
                        "{\"CURRENT_DEFAULT\":\"7\"}",
                        "{\"delta.identity.start\":10,\"delta.identity.step\":5,\"delta.identity.allowExplicitInsert\":false}",
                        "{\"delta.generationExpression\":\"`n` * 2\"}");
        assertThat(TableFeature.protocolOf(table.schema(), Map.of()).writerFeatures())
                .contains("allowColumnDefaults", "generatedColumns", "identityColumns");
        assertThat(TableFeature.protocolOf(table(N).schema(), Map.of()).writerFeatures())
                .doesNotContain("allowColumnDefaults", "generatedColumns", "identityColumns");
        assertThat(edited(table, new SetDefault("n", Optional.empty()))).isEqualTo(table(N, ID, TWICE));
    }

    @Test
    void nobodyAddsRowsWithoutValuesThatColumnsMake() {
        TableMetadata table = table(N, ID, TWICE);

        assertThatThrownBy(() -> MadeColumns.requireMade(table, List.of(APPEND)))
                .isInstanceOf(SluiceException.class)
                .hasMessageContaining("column 'id' are generated: write them from Spark");
        assertThatThrownBy(() ->
                        MadeColumns.requireMade(table, List.of(APPEND, new MakeValues(Set.of("ID"), Map.of()))))
                .hasMessageContaining("column 'twice' are generated (`n` * 2)");
        MadeColumns.requireMade(table, List.of(APPEND, new MakeValues(Set.of("ID", "twice"), Map.of("id", 10L))));
        MadeColumns.requireMade(table(N), List.of(APPEND));
    }

    @Test
    void numbersGoOnWhereTheyWere() {
        TableMetadata once = PlannedTable.after(table(N, ID), new MakeValues(Set.of("id"), Map.of("id", 20L)));
        TableMetadata again = PlannedTable.after(once, new MakeValues(Set.of("id"), Map.of("id", 25L)));

        assertThat(identity(table(N, ID)).next()).isEqualTo(10);
        assertThat(identity(once).highWaterMark()).hasValue(20);
        assertThat(identity(again).next()).isEqualTo(30);
        assertThatThrownBy(() -> PlannedTable.after(again, new MakeValues(Set.of("id"), Map.of("id", 25L))))
                .isInstanceOf(SluiceException.class)
                .hasMessageContaining("has given the number 25, but its next one is 30");
        assertThat(identity(PlannedTable.restored(again, once)).highWaterMark()).hasValue(25);
    }

    @Test
    void numbersGoDownWithANegativeStep() {
        IdentityColumn down = identity(0, -3);

        assertThat(down.next()).isZero();
        assertThat(down.advancedTo(-6).next()).isEqualTo(-9);
        assertThat(down.advancedTo(-6).advancedTo(-3).next()).isEqualTo(-9);
        assertThat(down.advancedTo(-7).next()).isEqualTo(-9);
        assertThat(down.advancedTo(5).next()).isZero();
        assertThatThrownBy(() -> identity(0, 1).advancedTo(Long.MAX_VALUE).next())
                .hasMessageContaining("has no numbers left");
        assertThatThrownBy(() -> identity(0, 0)).hasMessageContaining("the step 0");
    }

    @Test
    void whoGivesNumbersMakesWayForNobodyWhoHasChangedTheColumn() {
        assertThat(new MakeValues(Set.of("id"), Map.of("id", 1L)).kinds()).containsExactly(ChangeKind.SCHEMA);
        assertThat(new MakeValues(Set.of("twice"), Map.of()).kinds()).isEmpty();
    }

    @Test
    void columnsThatOthersAreMadeOfStay() {
        TableMetadata table = table(N, TWICE);

        assertThatThrownBy(() -> edited(table, new DropColumn("n")))
                .hasMessageContaining("column 'n' cannot be dropped: the generated column 'twice' is made of it");
        assertThatThrownBy(() -> edited(table, new RenameColumn("N", "m"))).hasMessageContaining("cannot be renamed");
        assertThatThrownBy(() -> edited(table, new WidenColumn("n", Primitive.LONG)))
                .hasMessageContaining("cannot be widened");
        assertThat(edited(table, new DropColumn("twice")).schema().columnNames())
                .containsExactly("n");
    }

    @Test
    void columnsThatRowsWouldLackAreNotAdded() {
        assertThatThrownBy(() -> edited(table(N), new AddColumn(ID)))
                .hasMessageContaining("'id' cannot be added as GENERATED");
        assertThatThrownBy(() -> edited(
                        table(N),
                        new AddColumn(Field.optional("x", Primitive.LONG).withDefault(Optional.of("1")))))
                .hasMessageContaining("add it without one, then set DEFAULT 1 for new rows by ALTER COLUMN");
    }

    @Test
    void aColumnThatContradictsItselfIsRefused() {
        assertThatThrownBy(() -> SchemaRules.requireValid(table(N, TWICE.withDefault(Optional.of("1")))))
                .hasMessageContaining("'twice' can be one of");
        assertThatThrownBy(() -> edited(table(N, TWICE), new SetDefault("twice", Optional.of("1"))))
                .hasMessageContaining("its values are generated");
        assertThatThrownBy(() -> SchemaRules.requireValid(table(N, ID.withType(Primitive.INTEGER))))
                .hasMessageContaining("numbers of identity columns are BIGINT");
        assertThatThrownBy(() -> SchemaRules.requireValid(table(N.withGenerationExpression("n + 1"))))
                .hasMessageContaining("is made of itself");
    }
}
