package io.sluice.format.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.commit.IsolationLevel;
import io.sluice.commit.SchemaEdit.AddColumn;
import io.sluice.commit.TableChange.AlterSchema;
import io.sluice.commit.TableChange.Redefine;
import io.sluice.commit.TableChange.SetComment;
import io.sluice.commit.TableChange.SetProperties;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.TableId;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableProperties;
import io.sluice.table.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What properties make of a table. */
class TableRulesTest {
    private static final TableMetadata PLAIN = new TableMetadata(
            TableId.random(),
            TableSchema.of(Field.optional("id", Primitive.LONG), Field.optional("Name", Primitive.STRING)),
            List.of(),
            Map.of(),
            Optional.empty());

    private static TableMetadata set(String name, String value) {
        return PlannedTable.after(PLAIN, new SetProperties(Map.of(name, value), Set.of()));
    }

    private static List<String> features(TableMetadata table) {
        return TableFeature.upgraded(LoggedTable.PROTOCOL, table.schema(), table.properties())
                .writerFeatures();
    }

    @Test
    void aConstraintIsAPropertyThatReadersNeedNotKnow() {
        TableMetadata checked = set("delta.constraints.positive", "id > 0");

        assertThat(TableProperties.of(checked).constraints()).isEqualTo(Map.of("positive", "id > 0"));
        assertThat(features(checked)).contains("checkConstraints");
        TableMetadata dropped =
                PlannedTable.after(checked, new SetProperties(Map.of(), Set.of("delta.constraints.positive")));
        assertThat(TableProperties.of(dropped).constraints()).isEmpty();
    }

    @Test
    void constraintsHaveNamesOfTheirOwnAndConditions() {
        TableMetadata checked = set("delta.constraints.positive", "id > 0");

        assertThatThrownBy(() -> PlannedTable.after(
                        checked, new SetProperties(Map.of("delta.constraints.POSITIVE", "id > 1"), Set.of())))
                .hasMessageContaining("two constraints");
        assertThatThrownBy(() -> set("delta.constraints.empty", " ")).hasMessageContaining("SQL condition");
    }

    @Test
    void theColumnsOfAConditionAreFoundWhateverTheirQuotes() {
        TableProperties properties = new TableProperties(Map.of(
                "delta.constraints.plain", "id > 0 AND length('name') > 0",
                "delta.constraints.quoted", "`NAME` <> ''"));

        assertThat(properties.constraintsThatMayName("ID")).containsExactly("plain");
        assertThat(properties.constraintsThatMayName("name")).containsExactly("quoted");
    }

    @Test
    void aTableWithAChangeFeedHasNoColumnsOfItsNames() {
        TableMetadata fed = set("delta.enableChangeDataFeed", "true");

        assertThat(TableProperties.of(fed).hasChangeFeed()).isTrue();
        assertThat(features(fed)).contains("changeDataFeed");
        assertThatThrownBy(() -> PlannedTable.after(
                        fed, new AlterSchema(List.of(new AddColumn(Field.optional("_Change_Type", Primitive.STRING))))))
                .hasMessageContainingAll("'_Change_Type'", "delta.enableChangeDataFeed");
    }

    @Test
    void aTableMayAskForALevel() {
        assertThat(IsolationLevel.of(PLAIN)).isEqualTo(IsolationLevel.WRITE_SERIALIZABLE);
        assertThat(IsolationLevel.of(set("delta.isolationLevel", "Serializable")))
                .isEqualTo(IsolationLevel.SERIALIZABLE);
        assertThatThrownBy(() -> IsolationLevel.parse("Snapshot")).hasMessageContaining("WriteSerializable");
    }

    @Test
    void aTableThatIsMadeAnewHasNothingOfTheOldOne() {
        TableMetadata old =
                PlannedTable.after(set("delta.columnMapping.mode", "name"), new SetComment(Optional.of("of old")));
        TableMetadata wanted = new TableMetadata(
                PLAIN.id(),
                TableSchema.of(Field.optional("x", Primitive.LONG)),
                List.of(),
                Map.of("mine", "1"),
                Optional.empty());

        TableMetadata made = PlannedTable.after(old, new Redefine(wanted));

        assertThat(made.schema()).isEqualTo(wanted.schema());
        assertThat(made.comment()).isEmpty();
        assertThat(made.properties())
                .isEqualTo(Map.of(
                        "mine", "1", "delta.enableInCommitTimestamps", "true", "delta.enableDeletionVectors", "true"));
    }

    @Test
    void ordersOfAnotherWriterThatNobodyHereEvaluatesAreNotPassedOver() {
        Field column = Field.optional("x", Primitive.LONG).withMetadata("delta.invariants", "{}");
        TableMetadata table = PLAIN.withSchema(TableSchema.of(column));

        assertThatThrownBy(() -> SchemaRules.requireWritable(table)).hasMessageContainingAll("'x'", "delta.invariants");
    }
}
