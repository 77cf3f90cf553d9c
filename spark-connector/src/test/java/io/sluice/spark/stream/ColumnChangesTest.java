package io.sluice.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.DataType.Primitive;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.TableId;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ColumnChangesTest {
    private static final Field ID = Field.required("id", Primitive.INTEGER);
    private static final Field NAME = Field.optional("name", Primitive.STRING);

    private static TableMetadata table(Field... columns) {
        return new TableMetadata(
                TableId.random(), new TableSchema(List.of(columns)), List.of(), Map.of(), Optional.empty());
    }

    @Test
    void orderAndCommentsAreNoChanges() {
        assertThat(ColumnChanges.areNone(table(ID, NAME), table(NAME.withComment("full"), ID)))
                .isTrue();
    }

    @Test
    void rowsOfBeforeCanBeReadWithMoreColumnsAndWiderTypes() {
        Field wider = ID.withType(Primitive.LONG);

        assertThat(ColumnChanges.refusal(table(ID), table(wider, NAME))).isEmpty();
        assertThat(ColumnChanges.areNone(table(ID), table(wider))).isFalse();
        assertThat(ColumnChanges.refusal(table(wider), table(ID)))
                .contains("column 'id' had the type long and has integer");
        assertThat(ColumnChanges.refusal(table(ID), table(ID.relaxed()))).isEmpty();
    }

    @Test
    void columnsThatAreGoneOrNotTheSameOnesAreNamed() {
        assertThat(ColumnChanges.refusal(table(ID, NAME), table(ID))).contains("column 'name' was renamed or dropped");
        assertThat(ColumnChanges.refusal(
                        table(ID, NAME.withMetadata("delta.columnMapping.physicalName", "col-1")),
                        table(ID, NAME.withMetadata("delta.columnMapping.physicalName", "col-2"))))
                .as("dropped, and added under the same name")
                .contains("column 'name' was renamed or dropped");
        assertThat(ColumnChanges.refusal(table(ID.relaxed()), table(ID)))
                .contains("column 'id' could be null and cannot be any more");
        assertThat(ColumnChanges.refusal(table(NAME), table(NAME, ID)))
                .contains("column 'id' was not there, and cannot be null");
    }

    @Test
    void fieldsWithinColumnsCountToo() {
        Field place = Field.optional("place", new Struct(List.of(NAME)));
        Field larger = Field.optional("place", new Struct(List.of(NAME, ID.relaxed())));

        assertThat(ColumnChanges.refusal(table(place), table(larger))).isEmpty();
        assertThat(ColumnChanges.refusal(table(larger), table(place)))
                .contains("column 'place.id' was renamed or dropped");
    }

    @Test
    void otherPartitionsAreARefusalOfTheirOwn() {
        TableMetadata plain = table(ID, NAME);
        TableMetadata partitioned =
                new TableMetadata(plain.id(), plain.schema(), List.of("name"), Map.of(), Optional.empty());

        assertThat(ColumnChanges.refusal(plain, partitioned))
                .contains("the table was partitioned by () and is by (name)");
    }
}
