package io.sluice.compat;

import static io.sluice.table.DataType.Primitive.BOOLEAN;
import static io.sluice.table.DataType.Primitive.BYTE;
import static io.sluice.table.DataType.Primitive.DATE;
import static io.sluice.table.DataType.Primitive.DOUBLE;
import static io.sluice.table.DataType.Primitive.FLOAT;
import static io.sluice.table.DataType.Primitive.INTEGER;
import static io.sluice.table.DataType.Primitive.LONG;
import static io.sluice.table.DataType.Primitive.SHORT;
import static io.sluice.table.DataType.Primitive.STRING;
import static io.sluice.table.DataType.Primitive.TIMESTAMP;
import static io.sluice.table.DataType.Primitive.TIMESTAMP_NTZ;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compat.judge.Canonical;
import io.sluice.compat.judge.DeltaSparkJudge;
import io.sluice.compat.judge.SluiceReader;
import io.sluice.compat.judge.TableReader;
import io.sluice.duckdb.DuckDbTypes;
import io.sluice.duckdb.SqlText;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.Field;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionedTableTest {
    @TempDir
    private Path folder;

    private TestLake lake;

    @BeforeEach
    void open() {
        lake = TestLake.in(folder);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void textsOfAnyCharactersArePartitionValues() {
        List<String> texts = List.of(
                "plain",
                "a b",
                "a/b",
                "a=b",
                "50%",
                "%20",
                "é",
                "列",
                "it's \"so\"",
                "back\\slash",
                "tab\tand\nline",
                "..",
                "{x}",
                "a:b",
                "#?&",
                " ",
                "NULL",
                "null");
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            rows.add(asList(i, texts.get(i), "v" + i));
        }
        rows.add(asList(-1, null, "none"));
        TestTable table = TestTable.create(
                lake,
                "texts",
                List.of(Field.optional("id", LONG), Field.optional("part", STRING), Field.optional("v", STRING)),
                List.of("part"),
                Map.of(),
                rows);

        table.isReadBackAs(0, List.of("id long", "part string", "v string"), List.of("part"));
        DeltaSparkJudge judge = lake.deltaSpark(table.name());
        assertThat(judge.rowsWhere("part = 'a/b'")).containsExactly(Canonical.row(2, "a/b", "v2"));
        assertThat(judge.filesOpenedWhere("part = 'a/b'")).isEqualTo(1);
        assertThat(judge.rowsWhere("part IS NULL")).containsExactly(Canonical.row(-1, null, "none"));
        SluiceReader sluice = lake.sluice(table.name());
        for (int i = 0; i < texts.size(); i++) {
            assertThat(sluice.rowsWhere("part = " + SqlText.literal(texts.get(i))))
                    .containsExactly(Canonical.row(i, texts.get(i), "v" + i));
        }
        assertThat(sluice.rowsWhere("part IS NULL")).containsExactly(Canonical.row(-1, null, "none"));
    }

    /** Source: Delta protocol, "Partition Value Serialization": an empty text is null. */
    @Test
    void anEmptyTextInAPartitionColumnIsNullForAll() {
        TestTable table = TestTable.create(
                lake,
                "blank",
                List.of(Field.optional("part", STRING), Field.optional("id", LONG)),
                List.of("part"),
                Map.of(),
                List.of(asList("", 1)));

        for (TableReader reader : lake.rowReaders(table.name())) {
            assertThat(reader.latest().rows()).containsExactly(Canonical.row(null, 1));
        }
    }

    static final List<ColumnValues> OF_EVERY_TYPE = List.of(
            ColumnValues.of(
                    "day", DATE, LocalDate.of(2024, 2, 29), LocalDate.of(1, 1, 1), LocalDate.of(9999, 12, 31), null),
            ColumnValues.of("id", LONG, 1L, 2L, 3L, 4L),
            ColumnValues.of(
                    "ts",
                    TIMESTAMP,
                    Instant.parse("2024-02-29T23:59:59.123456Z"),
                    Instant.parse("0001-01-01T00:00:00Z"),
                    Instant.parse("9999-12-31T23:59:59.999999Z"),
                    null),
            ColumnValues.of(
                    "local",
                    TIMESTAMP_NTZ,
                    LocalDateTime.parse("2024-02-29T01:02:03.000004"),
                    LocalDateTime.parse("0001-01-01T00:00"),
                    LocalDateTime.parse("9999-12-31T23:59:59.999999"),
                    null),
            ColumnValues.of(
                    "price",
                    new Decimal(38, 18),
                    new BigDecimal("12345678901234567890.123456789012345678"),
                    new BigDecimal("-99999999999999999999.999999999999999999"),
                    new BigDecimal("0.000000000000000001"),
                    null),
            ColumnValues.of("yes", BOOLEAN, true, false, true, null),
            ColumnValues.of("i", INTEGER, 1, Integer.MIN_VALUE, Integer.MAX_VALUE, null),
            ColumnValues.of("b", BYTE, (byte) 1, Byte.MIN_VALUE, Byte.MAX_VALUE, null),
            ColumnValues.of("s", SHORT, (short) 1, Short.MIN_VALUE, Short.MAX_VALUE, null),
            ColumnValues.of("big", LONG, 1L, Long.MIN_VALUE, Long.MAX_VALUE, null),
            ColumnValues.of("f", FLOAT, 1.5f, Float.MIN_VALUE, Float.MAX_VALUE, null),
            ColumnValues.of("d", DOUBLE, -2.25, Double.MIN_VALUE, Double.MAX_VALUE, null));

    @Test
    void valuesOfEveryTypeArePartitionValues() {
        List<String> partitionColumns = OF_EVERY_TYPE.stream()
                .map(ColumnValues::name)
                .filter(name -> !name.equals("id"))
                .toList();
        TestTable table = TestTable.create(
                lake, "kinds", ColumnValues.fields(OF_EVERY_TYPE), partitionColumns, Map.of(), List.of());

        table.append(ColumnValues.rows(OF_EVERY_TYPE));

        table.isReadBackAs(1, ColumnValues.texts(OF_EVERY_TYPE), partitionColumns);
        assertThat(filtersThatLoseRows(table)).isEmpty();
    }

    /** Asks for every row by each of its partition values. */
    private List<String> filtersThatLoseRows(TestTable table) {
        DeltaSparkJudge judge = lake.deltaSpark(table.name());
        SluiceReader sluice = lake.sluice(table.name());
        List<String> wrong = new ArrayList<>();
        for (List<Object> row : ColumnValues.rows(OF_EVERY_TYPE).subList(0, 3)) {
            for (int i = 0; i < row.size(); i++) {
                ColumnValues column = OF_EVERY_TYPE.get(i);
                String condition = "id = %s AND %s = CAST('%s' AS ".formatted(row.get(1), column.name(), row.get(i));
                List<String> expected = List.of(Canonical.row(row));
                if (!judge.rowsWhere(condition + column.type().text() + ")").equals(expected)) {
                    wrong.add("delta-spark: " + condition);
                }
                if (!sluice.rowsWhere(condition + DuckDbTypes.sql(column.type()) + ")")
                        .equals(expected)) {
                    wrong.add("Sluice: " + condition);
                }
            }
        }
        return wrong;
    }
}
