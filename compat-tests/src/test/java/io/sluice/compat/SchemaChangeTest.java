package io.sluice.compat;

import static io.sluice.table.DataType.Primitive.BYTE;
import static io.sluice.table.DataType.Primitive.DATE;
import static io.sluice.table.DataType.Primitive.DOUBLE;
import static io.sluice.table.DataType.Primitive.FLOAT;
import static io.sluice.table.DataType.Primitive.INTEGER;
import static io.sluice.table.DataType.Primitive.LONG;
import static io.sluice.table.DataType.Primitive.SHORT;
import static io.sluice.table.DataType.Primitive.STRING;
import static io.sluice.table.DataType.Primitive.TIMESTAMP_NTZ;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.commit.SchemaEdit;
import io.sluice.commit.SchemaEdit.AddColumn;
import io.sluice.commit.SchemaEdit.WidenColumn;
import io.sluice.commit.TableChange.AlterSchema;
import io.sluice.compat.judge.Canonical;
import io.sluice.compat.judge.DeltaSparkJudge;
import io.sluice.compat.judge.SluiceReader;
import io.sluice.compat.judge.TableReader;
import io.sluice.duckdb.DuckDbTypes;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Array;
import io.sluice.table.DataType.Decimal;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaChangeTest {
    private static final Map<String, String> WIDENING = Map.of("delta.enableTypeWidening", "true");

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
    void addedColumnsAreNullInOlderFiles() {
        TestTable table = TestTable.create(lake, "grows", List.of(Field.optional("id", LONG)));
        table.append(List.of(asList(1)));

        table.commit(
                "ADD COLUMNS",
                new AlterSchema(List.of(
                        new AddColumn(Field.optional("note", STRING).withComment("new")),
                        new AddColumn(Field.optional(
                                "place",
                                new Struct(List.of(
                                        Field.optional("x", DOUBLE),
                                        Field.optional("tags", new Array(STRING, true)))))))));
        table.pad(2);
        table.append(List.of(asList(2, "two", Canonical.struct(0.5, List.of("a")))));

        table.isReadBackAs(
                3, List.of("id long", "note string -- new", "place struct<x double, tags array<string>>"), List.of());
        TableReader.State before = new TableReader.State(1, List.of("id long"), List.of(), List.of(Canonical.row(1)));
        for (TableReader reader : lake.rowReaders(table.name())) {
            assertThat(reader.at(1)).isEqualTo(before);
        }
    }

    /**
     * A column of a narrow type, the type that it is widened to, and a value of each with the old one as read later.
     */
    private record Widening(DataType from, DataType to, Object old, Object oldWidened, Object fresh) {}

    private static final List<Widening> WIDENINGS = List.of(
            new Widening(BYTE, SHORT, Byte.MIN_VALUE, (short) -128, Short.MAX_VALUE),
            new Widening(BYTE, INTEGER, Byte.MIN_VALUE, -128, Integer.MAX_VALUE),
            new Widening(BYTE, LONG, Byte.MIN_VALUE, -128L, Long.MAX_VALUE),
            new Widening(SHORT, INTEGER, Short.MIN_VALUE, -32768, Integer.MAX_VALUE),
            new Widening(SHORT, LONG, Short.MIN_VALUE, -32768L, Long.MAX_VALUE),
            new Widening(INTEGER, LONG, Integer.MIN_VALUE, (long) Integer.MIN_VALUE, Long.MAX_VALUE),
            new Widening(FLOAT, DOUBLE, 1.5f, 1.5, 1e300),
            new Widening(BYTE, DOUBLE, (byte) -7, -7.0, 1e300),
            new Widening(SHORT, DOUBLE, (short) -7, -7.0, 1e300),
            new Widening(INTEGER, DOUBLE, Integer.MAX_VALUE, 2147483647.0, 1e300),
            new Widening(
                    DATE,
                    TIMESTAMP_NTZ,
                    LocalDate.of(1969, 7, 20),
                    LocalDateTime.of(1969, 7, 20, 0, 0),
                    LocalDateTime.of(2024, 1, 1, 1, 1, 1, 1000)),
            new Widening(
                    new Decimal(5, 2),
                    new Decimal(10, 2),
                    new BigDecimal("-999.99"),
                    new BigDecimal("-999.99"),
                    new BigDecimal("99999999.99")),
            new Widening(
                    new Decimal(5, 2),
                    new Decimal(20, 4),
                    new BigDecimal("-999.99"),
                    new BigDecimal("-999.9900"),
                    new BigDecimal("0.0001")),
            new Widening(
                    new Decimal(18, 2),
                    new Decimal(38, 10),
                    new BigDecimal("9999999999999999.99"),
                    new BigDecimal("9999999999999999.9900000000"),
                    new BigDecimal("0.0000000001")),
            new Widening(BYTE, new Decimal(10, 0), (byte) 5, new BigDecimal("5"), new BigDecimal("9999999999")),
            new Widening(SHORT, new Decimal(12, 2), (short) 5, new BigDecimal("5.00"), new BigDecimal("9999999999.99")),
            new Widening(
                    INTEGER,
                    new Decimal(38, 18),
                    Integer.MIN_VALUE,
                    new BigDecimal("-2147483648.000000000000000000"),
                    new BigDecimal("0.000000000000000001")),
            new Widening(
                    LONG,
                    new Decimal(20, 0),
                    Long.MIN_VALUE,
                    new BigDecimal("-9223372036854775808"),
                    new BigDecimal("99999999999999999999")));

    @Test
    void everyAllowedWideningReadsOlderFilesAsTheNewType() {
        List<Field> columns = new ArrayList<>();
        List<SchemaEdit> edits = new ArrayList<>();
        List<Object> old = new ArrayList<>();
        List<Object> oldWidened = new ArrayList<>();
        List<Object> fresh = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (Widening widening : WIDENINGS) {
            String name = "c" + columns.size();
            columns.add(Field.optional(name, widening.from()));
            edits.add(new WidenColumn(name, widening.to()));
            old.add(widening.old());
            oldWidened.add(widening.oldWidened());
            fresh.add(widening.fresh());
            texts.add(name + " " + widening.to().text());
        }
        TestTable table = TestTable.create(lake, "widens", columns, List.of(), WIDENING, List.of(old));

        table.commit("CHANGE COLUMN", new AlterSchema(edits));
        table.append(List.of(fresh));

        table.expect(List.of(oldWidened, fresh));
        table.isReadBackAs(2, texts, List.of());
        assertThat(filtersThatLoseRows(table, oldWidened, fresh)).isEmpty();
    }

    /** Statistics of older files are in the form of the older type. */
    private List<String> filtersThatLoseRows(TestTable table, List<Object> old, List<Object> fresh) {
        DeltaSparkJudge judge = lake.deltaSpark(table.name());
        SluiceReader sluice = lake.sluice(table.name());
        List<String> wrong = new ArrayList<>();
        for (List<Object> row : List.of(old, fresh)) {
            for (int i = 0; i < WIDENINGS.size(); i++) {
                DataType type = WIDENINGS.get(i).to();
                String condition = "c%d = CAST('%s' AS ".formatted(i, row.get(i));
                List<String> expected = List.of(Canonical.row(row));
                if (!judge.rowsWhere(condition + type.text() + ")").equals(expected)) {
                    wrong.add("delta-spark: " + condition);
                }
                if (!sluice.rowsWhere(condition + DuckDbTypes.sql(type) + ")").equals(expected)) {
                    wrong.add("Sluice: " + condition);
                }
            }
        }
        return wrong;
    }

    @Test
    void aPartitionColumnAndAColumnThatIsWidenedTwiceAreRead() {
        TestTable table = TestTable.create(
                lake,
                "twice",
                List.of(Field.optional("part", INTEGER), Field.optional("v", BYTE)),
                List.of("part"),
                WIDENING,
                List.of(asList(1, (byte) 1)));

        table.commit(
                "CHANGE COLUMN", new AlterSchema(List.of(new WidenColumn("v", SHORT), new WidenColumn("part", LONG))));
        table.append(List.of(asList(2L, (short) 300)));
        table.commit("CHANGE COLUMN", new AlterSchema(List.of(new WidenColumn("v", LONG))));
        table.append(List.of(asList(Long.MAX_VALUE, Long.MIN_VALUE)));

        table.isReadBackAs(4, List.of("part long", "v long"), List.of("part"));
        assertThat(lake.deltaSpark(table.name()).rowsWhere("part = 1 AND v = 1"))
                .containsExactly("1 | 1");
        assertThat(lake.sluice(table.name()).rowsWhere("part = 1 AND v = 1")).containsExactly("1 | 1");
    }
}
