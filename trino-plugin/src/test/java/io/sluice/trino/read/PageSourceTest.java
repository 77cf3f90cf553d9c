package io.sluice.trino.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.table.DataType;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.RowPositions;
import io.sluice.trino.handle.DeletedRows;
import io.sluice.trino.handle.RowIdColumn;
import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceColumnHandle.Role;
import io.sluice.trino.handle.SluiceSplit;
import io.sluice.trino.handle.SluiceTableHandle;
import io.sluice.trino.handle.SluiceTransactionHandle;
import io.sluice.trino.handle.StoredField;
import io.sluice.trino.types.TrinoTypes;
import io.trino.filesystem.local.LocalFileSystemFactory;
import io.trino.parquet.ParquetReaderOptions;
import io.trino.spi.SplitWeight;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.DynamicFilter;
import io.trino.spi.connector.MemoryContext;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.connector.SourcePage;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.DateType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.IntegerType;
import io.trino.spi.type.LongTimestampWithTimeZone;
import io.trino.spi.type.MapType;
import io.trino.spi.type.RealType;
import io.trino.spi.type.RowType;
import io.trino.spi.type.TimeZoneKey;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.Type;
import io.trino.spi.type.TypeOperators;
import io.trino.spi.type.VarcharType;
import io.trino.testing.TestingConnectorSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PageSourceTest {
    @TempDir
    private Path folder;

    private DeletedRows deleted = DeletedRows.NONE;
    private OptionalLong firstRowId = OptionalLong.empty();
    private Map<String, Optional<String>> partition = Map.of();
    private TupleDomain<SluiceColumnHandle> constraint = TupleDomain.all();

    private Path file() {
        return folder.resolve("part 1%20.parquet");
    }

    @Test
    void columns_come_in_the_order_of_the_query_and_absent_ones_are_null() throws IOException {
        new TestFile(List.of("ID", "text"), List.of(BigintType.BIGINT, VarcharType.VARCHAR))
                .write(file(), List.of(List.of(Arrays.asList(1L, "a"), Arrays.asList(null, null))));

        assertThat(rows(
                        column(Field.optional("text", Primitive.STRING)),
                        column(Field.optional("added", Primitive.DATE)),
                        column(Field.optional("Id", Primitive.LONG))))
                .containsExactly("[a, null, 1]", "[null, null, null]");
    }

    @Test
    void mapped_columns_are_found_by_id_and_older_files_by_name() throws IOException {
        Field mapped = Field.optional("now called so", Primitive.LONG)
                .withMetadata("delta.columnMapping.id", 7L)
                .withMetadata("delta.columnMapping.physicalName", "col-Ab");
        new TestFile(
                        List.of("other", "col-cd"),
                        List.of(BigintType.BIGINT, BigintType.BIGINT),
                        Map.of("other", 7),
                        false)
                .write(file(), List.of(List.of(List.of(1L, 2L))));
        assertThat(rows(column(mapped))).containsExactly("[1]");

        new TestFile(List.of("other", "col-ab"), List.of(BigintType.BIGINT, BigintType.BIGINT))
                .write(file(), List.of(List.of(List.of(1L, 2L))));
        assertThat(rows(column(mapped))).containsExactly("[2]");
    }

    @Test
    void fields_of_structs_are_read_alone_and_together_with_their_column() throws IOException {
        RowType inner =
                RowType.from(List.of(RowType.field("x", BigintType.BIGINT), RowType.field("y", VarcharType.VARCHAR)));
        RowType outer = RowType.from(List.of(RowType.field("a", inner), RowType.field("b", BigintType.BIGINT)));
        new TestFile(List.of("s"), List.of(outer))
                .write(
                        file(),
                        List.of(List.of(
                                List.of(List.of(List.of(1L, "one"), 10L)),
                                List.of(Arrays.asList(null, 20L)),
                                Arrays.asList((Object) null))));
        DataType.Struct a = new DataType.Struct(
                List.of(Field.optional("x", Primitive.LONG), Field.optional("y", Primitive.STRING)));
        Field s = Field.optional(
                "s",
                new DataType.Struct(List.of(
                        Field.optional("a", a),
                        Field.optional("b", Primitive.LONG),
                        Field.optional("new", Primitive.LONG))));

        assertThat(rows(part(s, BigintType.BIGINT, "a", "x"), part(s, BigintType.BIGINT, "b")))
                .containsExactly("[1, 10]", "[null, 20]", "[null, null]");
        assertThat(rows(
                        part(s, VarcharType.VARCHAR, "a", "y"),
                        part(s, TrinoTypes.type(a), "a"),
                        part(s, BigintType.BIGINT, "new")))
                .containsExactly("[one, [1, one], null]", "[null, null, null]", "[null, null, null]");
        assertThat(rows(part(s, BigintType.BIGINT, "b"), column(s)))
                .containsExactly("[10, [[1, one], 10, null]]", "[20, [null, 20, null]]", "[null, null]");
    }

    @Test
    void a_struct_none_of_whose_fields_a_file_has_is_null_only_where_it_is() throws IOException {
        RowType old = RowType.from(List.of(RowType.field("gone", DecimalType.createDecimalType(30, 2))));
        new TestFile(List.of("s", "l"), List.of(old, new ArrayType(old)))
                .write(
                        file(),
                        List.of(List.of(
                                Arrays.asList(Arrays.asList((Object) null), List.of(Arrays.asList((Object) null))),
                                Arrays.asList(null, null))));
        DataType.Struct now = new DataType.Struct(List.of(Field.optional("new", Primitive.LONG)));
        assertThat(rows(column(Field.optional("s", now)), column(Field.optional("l", new DataType.Array(now, true)))))
                .containsExactly("[[null], [[null]]]", "[null, null]");
    }

    @Test
    void arrays_and_maps_hold_nulls_and_structs() throws IOException {
        Type entry = RowType.from(List.of(RowType.field("n", BigintType.BIGINT)));
        MapType map = new MapType(VarcharType.VARCHAR, entry, new TypeOperators());
        new TestFile(List.of("l", "m"), List.of(new ArrayType(BigintType.BIGINT), map))
                .write(
                        file(),
                        List.of(List.of(
                                List.of(Arrays.asList(1L, null), Map.of("k", List.of(5L))),
                                List.of(List.of(), Map.of()),
                                Arrays.asList(null, null))));
        DataType.Struct n = new DataType.Struct(List.of(Field.optional("n", Primitive.LONG)));
        assertThat(rows(
                        column(Field.optional("l", new DataType.Array(Primitive.LONG, true))),
                        column(Field.optional("m", new DataType.Mapping(Primitive.STRING, n, true)))))
                .containsExactly("[[1, null], {k=[5]}]", "[[], {}]", "[null, null]");
    }

    @Test
    void narrower_types_of_older_files_become_those_of_the_table() throws IOException {
        List<Type> stored = List.of(
                IntegerType.INTEGER,
                RealType.REAL,
                IntegerType.INTEGER,
                DateType.DATE,
                DecimalType.createDecimalType(5, 2),
                BigintType.BIGINT,
                new ArrayType(IntegerType.INTEGER),
                TimestampType.TIMESTAMP_MILLIS);
        new TestFile(List.of("a", "b", "c", "d", "e", "f", "g", "h"), stored)
                .write(
                        file(),
                        List.of(List.of(
                                Arrays.asList(
                                        -7L,
                                        (long) Float.floatToIntBits(1.5f),
                                        3L,
                                        -1L,
                                        -12345L,
                                        9L,
                                        Arrays.asList(4L, null),
                                        -1_000L),
                                Arrays.asList(null, null, null, null, null, null, null, null))));
        assertThat(rows(
                        column(Field.optional("a", Primitive.LONG)),
                        column(Field.optional("b", Primitive.DOUBLE)),
                        column(Field.optional("c", Primitive.DOUBLE)),
                        column(Field.optional("d", Primitive.TIMESTAMP_NTZ)),
                        column(Field.optional("e", new DataType.Decimal(24, 4))),
                        column(Field.optional("f", new DataType.Decimal(22, 1))),
                        column(Field.optional("g", new DataType.Array(new DataType.Decimal(12, 2), true))),
                        column(Field.optional("h", Primitive.TIMESTAMP))))
                .containsExactly(
                        "[-7, 1.5, 3.0, 1969-12-31 00:00:00.000000, -123.4500, 9.0, [4.00, null], 1969-12-31 23:59:59.999000 UTC]",
                        "[null, null, null, null, null, null, null, null]");
    }

    @Test
    void times_before_1970_are_read_whatever_they_are_kept_in() throws IOException {
        List<Type> types = List.of(TimestampType.TIMESTAMP_MICROS, TimestampType.TIMESTAMP_MICROS, DateType.DATE);
        for (boolean int96 : new boolean[] {false, true}) {
            new TestFile(List.of("ntz", "utc", "day"), types, Map.of(), int96)
                    .write(file(), List.of(List.of(List.of(-1L, -62_135_596_800_000_000L, -719_162L))));
            assertThat(rows(
                            column(Field.optional("ntz", Primitive.TIMESTAMP_NTZ)),
                            column(Field.optional("utc", Primitive.TIMESTAMP)),
                            column(Field.optional("day", Primitive.DATE))))
                    .containsExactly("[1969-12-31 23:59:59.999999, 0001-01-01 00:00:00.000000 UTC, 0001-01-01]");
        }
    }

    @Test
    void partition_values_and_facts_of_the_file_are_the_same_in_every_row() throws IOException {
        numbers(2);
        partition = Map.of("day", Optional.of("1969-12-31"), "none", Optional.empty());
        assertThat(rows(
                        partition("day", Primitive.DATE),
                        partition("none", Primitive.STRING),
                        hidden(Role.PATH, VarcharType.VARCHAR),
                        hidden(Role.FILE_SIZE, BigintType.BIGINT),
                        hidden(Role.FILE_MODIFIED_TIME, TimestampWithTimeZoneType.TIMESTAMP_TZ_MILLIS)))
                .containsExactly(
                        "[1969-12-31, null, %s, %d, 1970-01-01 00:00:01.234 UTC]".formatted(file(), Files.size(file())),
                        "[1969-12-31, null, %s, %d, 1970-01-01 00:00:01.234 UTC]"
                                .formatted(file(), Files.size(file())));
        constraint = TupleDomain.withColumnDomains(
                Map.of(partition("day", Primitive.DATE), Domain.singleValue(DateType.DATE, 5L)));
        assertThat(rows(partition("day", Primitive.DATE))).isEmpty();
    }

    @Test
    void deleted_rows_are_those_of_the_file_whatever_row_groups_are_left_out() throws IOException {
        numbers(100, 100);
        deleted = DeletedRows.listed(RowPositions.of(0, 99, 100, 150, 199));
        SluiceColumnHandle id = column(Field.optional("id", Primitive.LONG));
        assertThat(rows(id)).hasSize(195).doesNotContain("[0]", "[99]", "[100]", "[150]", "[199]");
        assertThat(rows()).hasSize(195);

        constraint = TupleDomain.withColumnDomains(Map.of(id, Domain.singleValue(BigintType.BIGINT, 151L)));
        assertThat(rows(id, RowIdColumn.of(Optional.empty())))
                .hasSize(97)
                .contains("[151, %d]".formatted(RowIdColumn.place(7, 151)))
                .doesNotContain("[150, %d]".formatted(RowIdColumn.place(7, 150)));
    }

    @Test
    void rows_of_a_table_that_tracks_them_have_ids_wherever_they_are() throws IOException {
        new TestFile(List.of("id", "kept"), List.of(BigintType.BIGINT, BigintType.BIGINT))
                .write(file(), List.of(List.of(Arrays.asList(1L, null), Arrays.asList(2L, 77L))));
        firstRowId = OptionalLong.of(500);
        assertThat(rows(RowIdColumn.of(Optional.of("kept"))))
                .containsExactly(
                        "[[%d, 500]]".formatted(RowIdColumn.place(7, 0)),
                        "[[%d, 77]]".formatted(RowIdColumn.place(7, 1)));
    }

    @Test
    void row_groups_that_no_row_is_wanted_of_are_left_out() throws IOException {
        new TestFile(List.of("at"), List.of(TimestampType.TIMESTAMP_MICROS))
                .write(file(), List.of(List.of(List.of(-5L)), List.of(List.of(5L))));
        SluiceColumnHandle at = column(Field.optional("at", Primitive.TIMESTAMP));
        constraint = TupleDomain.withColumnDomains(Map.of(
                at,
                Domain.singleValue(
                        at.type(),
                        LongTimestampWithTimeZone.fromEpochMillisAndFraction(-1, 995_000_000, TimeZoneKey.UTC_KEY))));
        assertThat(rows(at)).containsExactly("[1969-12-31 23:59:59.999995 UTC]");
        SluiceColumnHandle absent = column(Field.optional("absent", Primitive.DOUBLE));
        constraint = TupleDomain.withColumnDomains(Map.of(absent, Domain.notNull(DoubleType.DOUBLE)));
        assertThat(rows(at)).isEmpty();
    }

    @Test
    void a_file_that_is_gone_is_named() throws IOException {
        numbers(1);
        SluiceSplit split = split();
        Files.delete(file());
        assertThatThrownBy(() -> rows(split))
                .isInstanceOf(TrinoException.class)
                .hasMessageContaining("part 1%20.parquet is not there any more");
    }

    private void numbers(int... groups) throws IOException {
        List<List<List<Object>>> rows = new ArrayList<>();
        int first = 0;
        for (int count : groups) {
            rows.add(IntStream.range(first, first + count)
                    .mapToObj(number -> List.<Object>of((long) number))
                    .toList());
            first += count;
        }
        new TestFile(List.of("id"), List.of(BigintType.BIGINT)).write(file(), rows);
    }

    private static SluiceColumnHandle column(Field field) {
        return part(field, TrinoTypes.type(field.type()));
    }

    private static SluiceColumnHandle part(Field field, Type type, String... path) {
        return new SluiceColumnHandle(
                Role.STORED, field.name(), List.of(path), type, StoredField.of(field, List.of(path)));
    }

    private static SluiceColumnHandle partition(String name, DataType type) {
        Field field = Field.optional(name, type);
        return new SluiceColumnHandle(Role.PARTITION, name, List.of(), TrinoTypes.type(type), StoredField.of(field));
    }

    private static SluiceColumnHandle hidden(Role role, Type type) {
        return new SluiceColumnHandle(
                role, "$hidden", List.of(), type, StoredField.of(Field.optional("$hidden", Primitive.STRING)));
    }

    private SluiceSplit split() throws IOException {
        long size = Files.size(file());
        return new SluiceSplit(
                file().toString(), 7, 0, size, size, 1234, partition, deleted, SplitWeight.standard(), firstRowId);
    }

    private List<String> rows(SluiceColumnHandle... columns) throws IOException {
        return rows(split(), columns);
    }

    /** The rows as texts, read in two halves of the file. */
    private List<String> rows(SluiceSplit whole, SluiceColumnHandle... columns) throws IOException {
        List<String> rows = new ArrayList<>();
        long half = whole.length() / 2;
        for (long start : new long[] {0, half}) {
            SluiceSplit part = new SluiceSplit(
                    whole.location(),
                    whole.file(),
                    start,
                    start == 0 ? half : whole.length() - half,
                    whole.fileSizeBytes(),
                    whole.modifiedMillis(),
                    whole.partitionValues(),
                    whole.deleted(),
                    whole.weight(),
                    whole.firstRowId());
            read(part, List.of(columns), rows);
        }
        return rows;
    }

    private void read(SluiceSplit part, List<SluiceColumnHandle> columns, List<String> rows) throws IOException {
        SluicePageSourceProvider provider = new SluicePageSourceProvider(
                new LocalFileSystemFactory(Path.of("/")), ParquetReaderOptions.defaultOptions());
        SluiceTableHandle table = SluiceTableHandle.whole(new SchemaTableName("s", "t"), OptionalLong.empty())
                .withConstraint(constraint);
        try (ConnectorPageSource source = provider.createPageSource(
                new SluiceTransactionHandle(UUID.randomUUID()),
                TestingConnectorSession.SESSION,
                part,
                table,
                Optional.empty(),
                columns.stream().map(ColumnHandle.class::cast).toList(),
                DynamicFilter.EMPTY,
                MemoryContext.NO_LIMIT)) {
            while (!source.isFinished()) {
                SourcePage page = source.getNextSourcePage();
                for (int row = 0; page != null && row < page.getPositionCount(); row++) {
                    List<Object> values = new ArrayList<>();
                    for (int channel = 0; channel < columns.size(); channel++) {
                        values.add(columns.get(channel).type().getObjectValue(page.getBlock(channel), row));
                    }
                    rows.add(values.toString());
                }
            }
        }
    }
}
