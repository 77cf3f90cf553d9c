package io.sluice.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Trees that the engine describes in JSON, as maps, lists, and texts for everything else. */
final class PlanTree {
    private static final JsonFactory FACTORY = new JsonFactory();

    private PlanTree() {}

    static Object parse(String json) throws IOException {
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            return value(parser);
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            Map<String, Object> map = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                map.put(name, value(parser));
            }
            return map;
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            List<Object> list = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.add(value(parser));
            }
            return list;
        }
        return parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getText();
    }

    /** A member of an object; null if the value is no object or has no such member. */
    static Object member(Object tree, String name) {
        return tree instanceof Map<?, ?> map ? map.get(name) : null;
    }

    /** A text member of an object; empty if there is none. */
    static String text(Object tree, String name) {
        return member(tree, name) instanceof String text ? text : "";
    }

    /** A member as a list: a single text counts as a list of one; empty if there is none. */
    static List<?> list(Object tree, String name) {
        Object member = member(tree, name);
        if (member instanceof List<?> list) {
            return list;
        }
        return member instanceof String text && !text.isEmpty() ? List.of(text) : List.of();
    }
}
