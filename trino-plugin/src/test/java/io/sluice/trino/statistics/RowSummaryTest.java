package io.sluice.trino.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.airlift.slice.Slices;
import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceColumnHandle.Role;
import io.sluice.trino.handle.StoredField;
import io.sluice.trino.statistics.StatisticsText.ColumnText;
import io.trino.spi.Page;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.DictionaryBlock;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.block.ValueBlock;
import io.trino.spi.type.TypeOperators;
import io.trino.spi.type.VarcharType;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What writers find in the rows that pass by. */
final class RowSummaryTest {
    private static RowSummary summary(Set<String> summedUp) {
        return new RowSummary(List.of(column("a"), column("b")), summedUp, new TypeOperators());
    }

    private static SluiceColumnHandle column(String name) {
        return new SluiceColumnHandle(
                Role.STORED,
                name,
                List.of(),
                VarcharType.VARCHAR,
                new StoredField("physical-" + name, OptionalInt.empty(), List.of()));
    }

    /** Null stands for null. */
    private static ValueBlock block(String... texts) {
        BlockBuilder block = VarcharType.VARCHAR.createBlockBuilder(null, texts.length);
        for (String text : texts) {
            if (text == null) {
                block.appendNull();
            } else {
                VarcharType.VARCHAR.writeSlice(block, Slices.utf8Slice(text));
            }
        }
        return block.buildValueBlock();
    }

    /** What is known of the first column. */
    private static ColumnText known(Block... blocks) {
        RowSummary summary = summary(Set.of("physical-a"));
        for (Block block : blocks) {
            summary.add(new Page(block, block));
        }
        assertThat(summary.collected().columns()).containsOnlyKeys("physical-a");
        return summary.collected().columns().get("physical-a");
    }

    @Test
    void values_count_the_same_however_they_are_coded() {
        ColumnText plain = known(block("one", null, "three", "one", null), block("three", "three"));

        assertThat(plain.summary().distinct()).isEqualTo(2);
        assertThat(plain.totalSizeInBytes()).isEqualTo(OptionalLong.of(21));
        assertThat(plain.rowCount()).isEqualTo(OptionalLong.of(7));
        assertThat(known(
                        DictionaryBlock.create(5, block("never used", "one", null, "three"), new int[] {1, 2, 3, 1, 2}),
                        RunLengthEncodedBlock.create(block("three"), 2)))
                .isEqualTo(plain);
    }

    @Test
    void a_run_of_nulls_has_rows_and_no_values() {
        ColumnText known = known(RunLengthEncodedBlock.create(block((String) null), 3));

        assertThat(known.summary().distinct()).isEqualTo(0);
        assertThat(known.totalSizeInBytes()).isEqualTo(OptionalLong.of(0));
        assertThat(known.rowCount()).isEqualTo(OptionalLong.of(3));
    }

    @Test
    void writers_that_shared_the_rows_have_found_what_one_of_them_would_have_found() {
        RowSummary one = summary(Set.of("physical-a", "physical-b"));
        RowSummary other = summary(Set.of("physical-a", "physical-b"));
        RowSummary all = summary(Set.of("physical-a", "physical-b"));
        Page first = new Page(block("x", "y"), block("1", "1"));
        Page second = new Page(block("y", "z"), block("2", null));
        one.add(first);
        other.add(second);
        all.add(first);
        all.add(second);

        List<CollectedColumns> parts = List.of(one.collected(), CollectedColumns.NOTHING, other.collected());
        assertThat(CollectedColumns.of(CollectedColumns.united(parts))).isEqualTo(all.collected());
    }

    @Test
    void nothing_is_told_where_no_row_was() {
        RowSummary summary = summary(Set.of("physical-a"));
        summary.add(new Page(block(), block()));
        assertThat(summary.isPresent()).isFalse();

        summary.add(new Page(block("x"), block("y")));
        assertThat(summary.isPresent()).isTrue();
    }

    @Test
    void nothing_is_told_where_nothing_is_asked() {
        RowSummary summary = summary(Set.of());
        summary.add(new Page(block("x"), block("y")));

        assertThat(summary.isPresent()).isFalse();
        assertThat(summary.collected()).isEqualTo(CollectedColumns.NOTHING);
        assertThat(summary.memoryBytes()).isZero();
    }
}
