package io.sluice.trino.read;

import io.airlift.slice.Slices;
import io.trino.parquet.writer.ParquetSchemaConverter;
import io.trino.parquet.writer.ParquetWriter;
import io.trino.parquet.writer.ParquetWriterOptions;
import io.trino.spi.Page;
import io.trino.spi.PageBuilder;
import io.trino.spi.block.ArrayBlockBuilder;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.MapBlockBuilder;
import io.trino.spi.block.RowBlockBuilder;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.MapType;
import io.trino.spi.type.RowType;
import io.trino.spi.type.Type;
import io.trino.spi.type.TypeUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.joda.time.DateTimeZone;

/**
 * A Parquet file that a test writes.
 *
 * @param ids of columns and of fields in them, by their name
 * @param int96 how timestamps are kept
 */
record TestFile(List<String> names, List<Type> types, Map<String, Integer> ids, boolean int96) {
    TestFile(List<String> names, List<Type> types) {
        this(names, types, Map.of(), false);
    }

    /** Writes one row group for each of the groups of rows: texts, native values, lists for arrays and rows, maps. */
    void write(Path file, List<List<List<Object>>> groups) throws IOException {
        ParquetSchemaConverter schema = new ParquetSchemaConverter(types, names, false, int96);
        int most = groups.stream().mapToInt(List::size).max().orElse(1);
        try (ParquetWriter writer = new ParquetWriter(
                Files.newOutputStream(file),
                numbered(schema.getMessageType()),
                schema.getPrimitiveTypes(),
                ParquetWriterOptions.builder().setMaxRowGroupRowCount(most).build(),
                CompressionCodec.SNAPPY,
                "test",
                int96 ? Optional.of(DateTimeZone.UTC) : Optional.empty(),
                Optional.empty())) {
            for (List<List<Object>> group : groups) {
                writer.write(page(group));
            }
        }
    }

    private MessageType numbered(MessageType schema) {
        return new MessageType(schema.getName(), numbered(schema.getFields()));
    }

    private List<org.apache.parquet.schema.Type> numbered(List<org.apache.parquet.schema.Type> fields) {
        List<org.apache.parquet.schema.Type> numbered = new ArrayList<>();
        for (org.apache.parquet.schema.Type field : fields) {
            org.apache.parquet.schema.Type changed =
                    field instanceof GroupType group ? group.withNewFields(numbered(group.getFields())) : field;
            Integer id = ids.get(field.getName());
            numbered.add(id == null ? changed : changed.withId(id));
        }
        return numbered;
    }

    private Page page(List<List<Object>> rows) {
        PageBuilder page = new PageBuilder(types);
        for (List<Object> row : rows) {
            page.declarePosition();
            for (int column = 0; column < types.size(); column++) {
                append(types.get(column), page.getBlockBuilder(column), row.get(column));
            }
        }
        return page.build();
    }

    private static void append(Type type, BlockBuilder to, Object value) {
        if (value == null) {
            to.appendNull();
        } else if (type instanceof RowType row) {
            ((RowBlockBuilder) to).buildEntry(fields -> {
                for (int field = 0; field < fields.size(); field++) {
                    append(row.getFieldTypes().get(field), fields.get(field), ((List<?>) value).get(field));
                }
            });
        } else if (type instanceof ArrayType array) {
            ((ArrayBlockBuilder) to)
                    .buildEntry(element ->
                            ((List<?>) value).forEach(each -> append(array.getElementType(), element, each)));
        } else if (type instanceof MapType map) {
            ((MapBlockBuilder) to)
                    .buildEntry((keys, values) -> ((Map<?, ?>) value).forEach((key, each) -> {
                        append(map.getKeyType(), keys, key);
                        append(map.getValueType(), values, each);
                    }));
        } else {
            TypeUtils.writeNativeValue(type, to, value instanceof String text ? Slices.utf8Slice(text) : value);
        }
    }
}
