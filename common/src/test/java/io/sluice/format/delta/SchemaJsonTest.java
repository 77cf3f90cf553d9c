package io.sluice.format.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.SluiceException;
import io.sluice.table.DataType.Array;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Mapping;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas go to JSON as the Delta protocol says, and come back unchanged. */
final class SchemaJsonTest {
    @Test
    void aSchemaIsWrittenAsTheProtocolShowsIt() {
        TableSchema schema = TableSchema.of(
                Field.required("a", Primitive.INTEGER),
                Field.optional("b", new Struct(List.of(Field.required("d", new Decimal(10, 2))))),
                Field.optional("c", new Array(Primitive.TIMESTAMP_NTZ, false)),
                Field.optional("e", new Mapping(Primitive.STRING, Primitive.DATE, true)));

        assertThat(SchemaJson.write(schema))
                .isEqualTo("{\"type\":\"struct\",\"fields\":["
                        + "{\"name\":\"a\",\"type\":\"integer\",\"nullable\":false,\"metadata\":{}},"
                        + "{\"name\":\"b\",\"type\":{\"type\":\"struct\",\"fields\":["
                        + "{\"name\":\"d\",\"type\":\"decimal(10,2)\",\"nullable\":false,\"metadata\":{}}]},"
                        + "\"nullable\":true,\"metadata\":{}},"
                        + "{\"name\":\"c\",\"type\":{\"type\":\"array\",\"elementType\":\"timestamp_ntz\","
                        + "\"containsNull\":false},\"nullable\":true,\"metadata\":{}},"
                        + "{\"name\":\"e\",\"type\":{\"type\":\"map\",\"keyType\":\"string\",\"valueType\":\"date\","
                        + "\"valueContainsNull\":true},\"nullable\":true,\"metadata\":{}}]}");
    }

    @Test
    void everyTypeAtEveryDepthComesBackAsItWent() {
        List<Field> flat = new ArrayList<>();
        for (Primitive primitive : Primitive.values()) {
            flat.add(new Field(primitive.text(), primitive, flat.size() % 2 == 0, Map.of()));
        }
        flat.add(Field.optional("widest", new Decimal(38, 38)));
        List<Field> nested = new ArrayList<>(flat);
        nested.add(Field.optional("struct", new Struct(flat)));
        nested.add(Field.required(
                "deep", new Array(new Mapping(Primitive.STRING, new Array(new Struct(flat), true), false), true)));
        TableSchema schema = new TableSchema(nested);

        assertThat(SchemaJson.read(SchemaJson.write(schema))).isEqualTo(schema);
    }

    @Test
    void metadataOfFieldsComesBackAsItWent() {
        Field field = Field.optional("näme \"q\" \uD83D\uDE00", Primitive.LONG)
                .withComment("a\nb\\")
                .withMetadata("delta.typeChanges", List.of(Map.of("fromType", "short"), Map.of("toType", "long")))
                .withMetadata("number", 7L)
                .withMetadata("flag", true);

        assertThat(SchemaJson.read(SchemaJson.write(TableSchema.of(field))).columns())
                .containsExactly(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"variant", "void", "decimal(39,0)", "decimal(10)", "interval day", "map"})
    void aTypeThatIsNotKnownIsRefusedByColumn(String type) {
        String schemaString = """
                {"type":"struct","fields":[{"name":"outer","type":{"type":"array","containsNull":true,
                "elementType":{"type":"struct","fields":[{"name":"inner","type":"%s"}]}}}]}""".formatted(type);

        assertThatThrownBy(() -> SchemaJson.read(schemaString))
                .isInstanceOf(SluiceException.class)
                .hasMessageContaining("'outer.element.inner'")
                .hasMessageContaining("'" + type + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"string\"", "{\"type\":\"struct\",\"fields\":[", "not json"})
    void aTextThatIsNoSchemaIsRefused(String schemaString) {
        assertThatThrownBy(() -> SchemaJson.read(schemaString)).isInstanceOf(SluiceException.class);
    }
}
