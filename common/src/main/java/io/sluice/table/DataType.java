package io.sluice.table;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The type of a column or of a part of one. The primitive names are those of the Delta protocol, section "Schema
 * Serialization Format".
 */
public sealed interface DataType {
    /** The type as people write it: {@code decimal(10,2)}, {@code array<string>}. */
    String text();

    /** Types without parameters. */
    enum Primitive implements DataType {
        BOOLEAN("boolean"),
        BYTE("byte"),
        SHORT("short"),
        INTEGER("integer"),
        LONG("long"),
        FLOAT("float"),
        DOUBLE("double"),
        STRING("string"),
        BINARY("binary"),
        /** A day without a zone. */
        DATE("date"),
        /** An instant with microseconds. */
        TIMESTAMP("timestamp"),
        /** A wall-clock time with microseconds and no zone. */
        TIMESTAMP_NTZ("timestamp_ntz");

        private final String text;

        Primitive(String text) {
            this.text = text;
        }

        @Override
        public String text() {
            return text;
        }
    }

    /** An exact number with {@code precision} digits, {@code scale} of them after the point. */
    record Decimal(int precision, int scale) implements DataType {
        public static final int MAX_PRECISION = 38;

        public Decimal {
            if (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision) {
                throw new IllegalArgumentException("decimal(%d,%d) is not a type".formatted(precision, scale));
            }
        }

        @Override
        public String text() {
            return "decimal(%d,%d)".formatted(precision, scale);
        }
    }

    /** Named fields, unique without regard to case. */
    record Struct(List<Field> fields) implements DataType {
        public Struct {
            fields = List.copyOf(fields);
            FieldNames.requireUnique(fields);
        }

        @Override
        public String text() {
            StringBuilder text = new StringBuilder("struct<");
            String separator = "";
            for (Field field : fields) {
                text.append(separator)
                        .append(field.name())
                        .append(':')
                        .append(field.type().text());
                separator = ",";
            }
            return text.append('>').toString();
        }
    }

    /** A list of elements. */
    record Array(DataType element, boolean containsNull) implements DataType {
        public Array {
            requireNonNull(element, "element");
        }

        @Override
        public String text() {
            return "array<" + element.text() + ">";
        }
    }

    /** Keys, never null, with their values. */
    record Mapping(DataType key, DataType value, boolean valueContainsNull) implements DataType {
        public Mapping {
            requireNonNull(key, "key");
            requireNonNull(value, "value");
        }

        @Override
        public String text() {
            return "map<" + key.text() + "," + value.text() + ">";
        }
    }
}
