package io.sluice.duckdb;

import io.sluice.error.SluiceException;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Array;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Mapping;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.DataType.Struct;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Our types in DuckDB's words, and back. Each of our types is one of DuckDB's; of DuckDB's types, those without an
 * exact counterpart are mapped to the narrowest type of ours that holds all their values, or to none.
 */
public final class DuckDbTypes {
    private DuckDbTypes() {}

    /** The DuckDB type whose values are exactly those of the given type. */
    public static String sql(DataType type) {
        if (type instanceof Primitive primitive) {
            return sql(primitive);
        }
        if (type instanceof Decimal decimal) {
            return "DECIMAL(%d,%d)".formatted(decimal.precision(), decimal.scale());
        }
        if (type instanceof Array array) {
            return sql(array.element()) + "[]";
        }
        if (type instanceof Mapping mapping) {
            return "MAP(%s, %s)".formatted(sql(mapping.key()), sql(mapping.value()));
        }
        return ((Struct) type)
                .fields().stream()
                        .map(field -> SqlText.identifier(field.name()) + " " + sql(field.type()))
                        .collect(Collectors.joining(", ", "STRUCT(", ")"));
    }

    private static String sql(Primitive type) {
        return switch (type) {
            case BOOLEAN -> "BOOLEAN";
            case BYTE -> "TINYINT";
            case SHORT -> "SMALLINT";
            case INTEGER -> "INTEGER";
            case LONG -> "BIGINT";
            case FLOAT -> "FLOAT";
            case DOUBLE -> "DOUBLE";
            case STRING -> "VARCHAR";
            case BINARY -> "BLOB";
            case DATE -> "DATE";
            case TIMESTAMP -> "TIMESTAMP WITH TIME ZONE";
            case TIMESTAMP_NTZ -> "TIMESTAMP";
        };
    }

    /**
     * Our type for one of DuckDB's, as {@code DESCRIBE} writes it; a user error, which names the part, for a type that
     * has no counterpart.
     */
    public static DataType parse(String text) {
        return new DuckDbTypeParser(text).parse();
    }

    /** Our type for one of DuckDB's that has no parameters; empty if there is none. */
    static Optional<DataType> simple(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "BOOLEAN" -> Primitive.BOOLEAN;
                    case "TINYINT" -> Primitive.BYTE;
                    case "SMALLINT", "UTINYINT" -> Primitive.SHORT;
                    // What has no value at all has no type either; the engine makes such columns INTEGER.
                    case "INTEGER", "USMALLINT", "\"NULL\"" -> Primitive.INTEGER;
                    case "BIGINT", "UINTEGER" -> Primitive.LONG;
                    case "UBIGINT" -> new Decimal(20, 0);
                    case "HUGEINT", "UHUGEINT" -> new Decimal(Decimal.MAX_PRECISION, 0);
                    case "FLOAT" -> Primitive.FLOAT;
                    case "DOUBLE" -> Primitive.DOUBLE;
                    case "VARCHAR", "UUID", "JSON", "TIME", "ENUM" -> Primitive.STRING;
                    case "BLOB" -> Primitive.BINARY;
                    case "DATE" -> Primitive.DATE;
                    case "TIMESTAMP WITH TIME ZONE" -> Primitive.TIMESTAMP;
                    case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" -> Primitive.TIMESTAMP_NTZ;
                    default -> null;
                });
    }

    static SluiceException unsupported(String part) {
        return SluiceException.user(
                "the type %s has no counterpart in a table: cast it to another type, or leave the".formatted(part)
                        + " column out");
    }
}
