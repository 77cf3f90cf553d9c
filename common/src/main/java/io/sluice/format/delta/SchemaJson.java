package io.sluice.format.delta;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.error.SluiceException;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Array;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Mapping;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.TableSchema;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A schema and its {@code schemaString}. Source: Delta protocol, "Schema Serialization Format". */
final class SchemaJson {
    private static final Map<String, Primitive> PRIMITIVES = new HashMap<>();

    static {
        for (Primitive primitive : Primitive.values()) {
            PRIMITIVES.put(primitive.text(), primitive);
        }
    }

    private SchemaJson() {}

    static String write(TableSchema schema) {
        StringWriter text = new StringWriter(128 * schema.columns().size());
        try (JsonGenerator json = Json.FACTORY.createGenerator(text)) {
            writeStruct(json, schema.columns());
        } catch (IOException impossible) {
            throw SluiceException.bug("cannot write JSON to memory", impossible);
        }
        return text.toString();
    }

    /** The schema of a {@code schemaString}; a user error that names the column if it has a type that is not known. */
    static TableSchema read(String schemaString) {
        try (JsonParser parser = Json.FACTORY.createParser(schemaString)) {
            if (parser.nextToken() == JsonToken.START_OBJECT && type(parser, "") instanceof Struct root) {
                return new TableSchema(root.fields());
            }
            throw SluiceException.bug("a schemaString is not a struct: " + schemaString);
        } catch (IOException malformed) {
            throw SluiceException.bug("a schemaString is not valid JSON: " + malformed.getMessage(), malformed);
        }
    }

    private static void writeStruct(JsonGenerator json, List<Field> fields) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "struct");
        json.writeArrayFieldStart("fields");
        for (Field field : fields) {
            json.writeStartObject();
            json.writeStringField("name", field.name());
            json.writeFieldName("type");
            writeType(json, field.type());
            json.writeBooleanField("nullable", field.nullable());
            json.writeFieldName("metadata");
            writeValue(json, field.metadata());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeType(JsonGenerator json, DataType type) throws IOException {
        if (type instanceof Struct struct) {
            writeStruct(json, struct.fields());
        } else if (type instanceof Array array) {
            json.writeStartObject();
            json.writeStringField("type", "array");
            json.writeFieldName("elementType");
            writeType(json, array.element());
            json.writeBooleanField("containsNull", array.containsNull());
            json.writeEndObject();
        } else if (type instanceof Mapping mapping) {
            json.writeStartObject();
            json.writeStringField("type", "map");
            json.writeFieldName("keyType");
            writeType(json, mapping.key());
            json.writeFieldName("valueType");
            writeType(json, mapping.value());
            json.writeBooleanField("valueContainsNull", mapping.valueContainsNull());
            json.writeEndObject();
        } else {
            json.writeString(type.text());
        }
    }

    private static void writeValue(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Map<?, ?> members) {
            json.writeStartObject();
            for (Map.Entry<?, ?> member : members.entrySet()) {
                json.writeFieldName((String) member.getKey());
                writeValue(json, member.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> elements) {
            json.writeStartArray();
            for (Object element : elements) {
                writeValue(json, element);
            }
            json.writeEndArray();
        } else {
            json.writeObject(value);
        }
    }

    /** Reads the type that the parser stands at. */
    private static DataType type(JsonParser parser, String path) throws IOException {
        return parser.currentToken() == JsonToken.START_OBJECT
                ? new NestedType().read(parser, path)
                : named(parser.getText(), path);
    }

    private static DataType named(String name, String path) {
        Primitive primitive = PRIMITIVES.get(name);
        if (primitive != null) {
            return primitive;
        }
        if (name.equals("decimal")) {
            return new Decimal(10, 0);
        }
        if (name.startsWith("decimal(") && name.endsWith(")")) {
            int comma = name.indexOf(',');
            try {
                int precision = Integer.parseInt(
                        name.substring("decimal(".length(), comma).trim());
                int scale = Integer.parseInt(
                        name.substring(comma + 1, name.length() - 1).trim());
                return new Decimal(precision, scale);
            } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
                throw unknown(name, path);
            }
        }
        throw unknown(name, path);
    }

    private static SluiceException unknown(String type, String path) {
        return SluiceException.user("column '%s' has the type '%s', which is not supported".formatted(path, type));
    }

    /** The members of a type that is an object, in whatever order they come. */
    private static final class NestedType {
        private String kind = "";
        private final List<Field> fields = new ArrayList<>();
        private DataType element;
        private DataType key;
        private DataType value;
        private boolean containsNull = true;

        DataType read(JsonParser parser, String path) throws IOException {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String member = parser.currentName();
                parser.nextToken();
                switch (member) {
                    case "type" -> kind = parser.getText();
                    case "fields" -> readFields(parser, path);
                    case "elementType" -> element = type(parser, nested(path, "element"));
                    case "keyType" -> key = type(parser, nested(path, "key"));
                    case "valueType" -> value = type(parser, nested(path, "value"));
                    case "containsNull", "valueContainsNull" -> containsNull = parser.getBooleanValue();
                    default -> parser.skipChildren();
                }
            }
            return assembled(path);
        }

        private DataType assembled(String path) {
            if (kind.equals("struct")) {
                return new Struct(fields);
            }
            if (kind.equals("array") && element != null) {
                return new Array(element, containsNull);
            }
            if (kind.equals("map") && key != null && value != null) {
                return new Mapping(key, value, containsNull);
            }
            throw unknown(kind, path);
        }

        private void readFields(JsonParser parser, String path) throws IOException {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                fields.add(field(parser, path));
            }
        }

        /** The name comes first in what all writers write, and only error messages would suffer if it did not. */
        private static Field field(JsonParser parser, String path) throws IOException {
            String name = "";
            DataType type = null;
            boolean nullable = true;
            Map<String, Object> metadata = Map.of();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String member = parser.currentName();
                parser.nextToken();
                switch (member) {
                    case "name" -> name = parser.getText();
                    case "type" -> type = type(parser, nested(path, name));
                    case "nullable" -> nullable = parser.getBooleanValue();
                    case "metadata" -> metadata = Json.object(parser);
                    default -> parser.skipChildren();
                }
            }
            return new Field(name, type, nullable, metadata);
        }

        private static String nested(String path, String name) {
            return path.isEmpty() ? name : path + "." + name;
        }
    }
}
