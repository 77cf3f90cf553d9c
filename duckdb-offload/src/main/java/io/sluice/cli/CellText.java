package io.sluice.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** The text of one value of a result. */
final class CellText {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final double PLAIN_FROM = 1e-5;
    private static final double PLAIN_TO = 1e16;

    private CellText() {}

    /** The text of a value that is not null. Nested values are JSON. */
    static String of(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof Double || value instanceof Float) {
            return floating(((Number) value).doubleValue(), value.toString());
        }
        return value instanceof Map<?, ?> || value instanceof List<?> ? json(value) : value.toString();
    }

    /** As SQL writes it: without an exponent where that is short. */
    private static String floating(double number, String text) {
        double size = Math.abs(number);
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        boolean plain = size >= PLAIN_FROM && size < PLAIN_TO;
        if (text.indexOf('E') < 0) {
            return text;
        }
        String shown = plain
                ? new BigDecimal(text).toPlainString()
                : text.replace("E", "e").replace(".0e", "e");
        return plain && shown.indexOf('.') < 0 ? shown + ".0" : shown;
    }

    private static String json(Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            Json.write(value, generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
