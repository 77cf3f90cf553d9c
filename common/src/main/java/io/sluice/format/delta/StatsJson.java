package io.sluice.format.delta;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.error.SluiceException;
import io.sluice.table.ColumnStatistics;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.FileStatistics;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableSchema;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The {@code stats} of {@code add} actions, for one schema. Source: Delta protocol, "Per-file Statistics".
 *
 * <p>The text nests the columns of a struct; {@link FileStatistics} names them by their dotted path. The text has the
 * names that columns have in files, the path those of the schema. A path that two columns share (a column may have a
 * dot in its name) has no statistics. Safe for use by several threads.
 */
final class StatsJson {
    /** A column that has values of its own: everything but a struct. */
    private record Leaf(int index, String path, Field field) {}

    /** A struct, or the whole row: members are {@link Leaf} or {@code Node}, by name. */
    private record Node(Map<String, Object> members) {}

    private final Node root = new Node(new LinkedHashMap<>());
    private final List<Leaf> leaves = new ArrayList<>();
    private final Map<String, Leaf> leavesByPath = new HashMap<>();
    private final Set<String> sharedPaths = new HashSet<>();

    private StatsJson(List<Field> columns, Predicate<String> wanted) {
        grow(root, columns, "", wanted);
        leavesByPath.keySet().removeAll(sharedPaths);
    }

    /** For reading the statistics of a table. */
    static StatsJson of(TableSchema schema) {
        return new StatsJson(schema.columns(), path -> true);
    }

    /** For reading the statistics of some columns only, named by their dotted path. */
    static StatsJson of(TableSchema schema, Predicate<String> wanted) {
        return new StatsJson(schema.columns(), wanted);
    }

    /** For writing: without partition columns, and only as many columns as the table's properties ask for. */
    static StatsJson forWriting(TableMetadata metadata) {
        List<Field> columns = metadata.schema().columns().stream()
                .filter(column -> !metadata.partitionColumns().contains(column.name()))
                .toList();
        return new StatsJson(columns, new StatsColumns(metadata.properties()));
    }

    private void grow(Node node, List<Field> fields, String prefix, Predicate<String> wanted) {
        for (Field field : fields) {
            String path = prefix + field.name();
            if (field.type() instanceof Struct struct) {
                Node child = new Node(new LinkedHashMap<>());
                node.members().put(field.physicalName(), child);
                grow(child, struct.fields(), path + ".", wanted);
            } else if (wanted.test(path)) {
                Leaf leaf = new Leaf(leaves.size(), path, field);
                leaves.add(leaf);
                node.members().put(field.physicalName(), leaf);
                if (leavesByPath.put(path.toLowerCase(Locale.ROOT), leaf) != null) {
                    sharedPaths.add(path.toLowerCase(Locale.ROOT));
                }
            }
        }
    }

    /** The text for a file's statistics; what cannot be said in JSON is left out. */
    String write(FileStatistics statistics) {
        Object[] mins = new Object[leaves.size()];
        Object[] maxs = new Object[leaves.size()];
        Object[] nulls = new Object[leaves.size()];
        statistics.columns().forEach((path, column) -> {
            Leaf leaf = leavesByPath.get(path.toLowerCase(Locale.ROOT));
            if (leaf != null) {
                column.min().ifPresent(min -> mins[leaf.index()] = StatsValues.lower(leaf.field(), min));
                column.max().ifPresent(max -> maxs[leaf.index()] = StatsValues.upper(leaf.field(), max));
                column.nullCount().ifPresent(count -> nulls[leaf.index()] = count);
            }
        });
        StringWriter text = new StringWriter(64 + 64 * leaves.size());
        try (JsonGenerator json = Json.FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("numRecords", statistics.rowCount());
            writeNode(json, "minValues", root, mins);
            writeNode(json, "maxValues", root, maxs);
            writeNode(json, "nullCount", root, nulls);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw SluiceException.bug("cannot write JSON to memory", impossible);
        }
        return text.toString();
    }

    private static void writeNode(JsonGenerator json, String name, Node node, Object[] values) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Object> member : node.members().entrySet()) {
            if (member.getValue() instanceof Leaf leaf) {
                if (values[leaf.index()] != null) {
                    json.writeFieldName(member.getKey());
                    json.writeObject(values[leaf.index()]);
                }
            } else if (member.getValue() instanceof Node child && hasValues(child, values)) {
                writeNode(json, member.getKey(), child, values);
            }
        }
        json.writeEndObject();
    }

    private static boolean hasValues(Node node, Object[] values) {
        for (Object member : node.members().values()) {
            if (member instanceof Leaf leaf && values[leaf.index()] != null) {
                return true;
            }
            if (member instanceof Node child && hasValues(child, values)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The statistics that a text holds. Bounds are widened where writers are known to cut them: timestamps to
     * milliseconds, floats to their shortest decimal form.
     *
     * @return with {@link FileStatistics#UNKNOWN_ROW_COUNT} if the text does not say how many rows there are
     */
    FileStatistics read(String text) {
        try (JsonParser parser = Json.FACTORY.createParser(text)) {
            return read(parser);
        } catch (IOException malformed) {
            throw SluiceException.bug("the statistics of a file are not valid JSON: " + text, malformed);
        }
    }

    /** The statistics of a text that the parser has not begun with. */
    FileStatistics read(JsonParser parser) throws IOException {
        Comparable<?>[] mins = new Comparable<?>[leaves.size()];
        Comparable<?>[] maxs = new Comparable<?>[leaves.size()];
        Long[] nulls = new Long[leaves.size()];
        long rows = FileStatistics.UNKNOWN_ROW_COUNT;
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return FileStatistics.UNKNOWN;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String part = parser.currentName();
            parser.nextToken();
            switch (part) {
                case "numRecords" -> rows = parser.getValueAsLong(rows);
                case "minValues" ->
                    readNode(parser, root, (leaf, value) -> mins[leaf.index()] = StatsValues.min(leaf.field(), value));
                case "maxValues" ->
                    readNode(parser, root, (leaf, value) -> maxs[leaf.index()] = StatsValues.max(leaf.field(), value));
                case "nullCount" ->
                    readNode(parser, root, (leaf, value) -> nulls[leaf.index()] = StatsValues.count(value));
                default -> parser.skipChildren();
            }
        }
        return assembled(rows, mins, maxs, nulls);
    }

    /** Takes one value, as the text of its JSON token. */
    private interface ValueSink {
        void accept(Leaf leaf, String value);
    }

    private static void readNode(JsonParser parser, Node node, ValueSink sink) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Object member = node.members().get(parser.currentName());
            JsonToken token = parser.nextToken();
            if (member instanceof Node child) {
                readNode(parser, child, sink);
            } else if (member instanceof Leaf leaf && token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                sink.accept(leaf, parser.getText());
            } else {
                parser.skipChildren();
            }
        }
    }

    private FileStatistics assembled(long rows, Comparable<?>[] mins, Comparable<?>[] maxs, Long[] nulls) {
        Map<String, ColumnStatistics> columns = new LinkedHashMap<>();
        for (Leaf leaf : leaves) {
            int i = leaf.index();
            boolean known = mins[i] != null || maxs[i] != null || nulls[i] != null;
            if (known && !sharedPaths.contains(leaf.path().toLowerCase(Locale.ROOT))) {
                columns.put(
                        leaf.path(),
                        new ColumnStatistics(
                                Optional.ofNullable(mins[i]),
                                Optional.ofNullable(maxs[i]),
                                Optional.ofNullable(nulls[i])));
            }
        }
        return new FileStatistics(rows, columns);
    }
}
