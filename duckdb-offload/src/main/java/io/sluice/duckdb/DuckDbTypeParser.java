package io.sluice.duckdb;

import io.sluice.error.SluiceException;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Array;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Mapping;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a type as DuckDB writes it: {@code STRUCT(a INTEGER, "b c" VARCHAR[])}, {@code MAP(VARCHAR, DECIMAL(9,2))}. */
final class DuckDbTypeParser {
    private static final Pattern NAME = Pattern.compile("[A-Z_0-9]+(?: WITH TIME ZONE)?|\"NULL\"");
    private static final Pattern FIELD_NAME = Pattern.compile("\"((?:[^\"]|\"\")*)\"|[^\\s\",()]+");
    private static final Pattern DECIMAL = Pattern.compile("\\((\\d+),\\s*(\\d+)\\)");
    private static final Pattern ENUM_VALUES = Pattern.compile("\\((?:'(?:[^']|'')*'(?:, )?)*\\)");
    private static final Pattern LIST = Pattern.compile("\\[\\d*\\]");

    private final String text;
    private int position;

    DuckDbTypeParser(String text) {
        this.text = text;
    }

    DataType parse() {
        DataType type = type();
        if (position < text.length()) {
            throw SluiceException.bug("'%s' is not a DuckDB type".formatted(text));
        }
        return type;
    }

    private DataType type() {
        int start = position;
        String name = require(NAME).group();
        DataType type = switch (name) {
            case "STRUCT" -> struct();
            case "MAP" -> mapping();
            case "DECIMAL" -> decimal();
            case "ENUM" -> enumeration();
            default -> DuckDbTypes.simple(name).orElseThrow(() -> DuckDbTypes.unsupported(text.substring(start)));
        };
        while (accept(LIST) != null) {
            type = new Array(type, true);
        }
        return type;
    }

    private DataType struct() {
        List<Field> fields = new ArrayList<>();
        require('(');
        do {
            skipBlanks();
            Matcher name = require(FIELD_NAME);
            skipBlanks();
            String plain = name.group(1) == null ? name.group() : name.group(1).replace("\"\"", "\"");
            fields.add(Field.optional(plain, type()));
        } while (accept(','));
        require(')');
        return new Struct(fields);
    }

    private DataType mapping() {
        require('(');
        DataType key = type();
        require(',');
        skipBlanks();
        DataType value = type();
        require(')');
        return new Mapping(key, value, true);
    }

    private DataType decimal() {
        Matcher parameters = require(DECIMAL);
        return new Decimal(Integer.parseInt(parameters.group(1)), Integer.parseInt(parameters.group(2)));
    }

    private DataType enumeration() {
        require(ENUM_VALUES);
        return DataType.Primitive.STRING;
    }

    private Matcher accept(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(position, text.length());
        if (!matcher.lookingAt()) {
            return null;
        }
        position = matcher.end();
        return matcher;
    }

    private Matcher require(Pattern pattern) {
        Matcher matcher = accept(pattern);
        if (matcher == null) {
            throw SluiceException.bug("'%s' is not a DuckDB type, at %d".formatted(text, position));
        }
        return matcher;
    }

    private boolean accept(char expected) {
        boolean there = position < text.length() && text.charAt(position) == expected;
        position += there ? 1 : 0;
        return there;
    }

    private void require(char expected) {
        if (!accept(expected)) {
            throw SluiceException.bug("'%s' is not a DuckDB type, at %d".formatted(text, position));
        }
    }

    private void skipBlanks() {
        while (accept(' ')) {
            // The loop's condition moves on.
        }
    }
}
