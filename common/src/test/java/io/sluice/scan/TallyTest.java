package io.sluice.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.scan.Tally.Measure;
import io.sluice.table.ColumnStatistics;
import io.sluice.table.DataFile;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.FileStatistics;
import io.sluice.table.RowPositions;
import io.sluice.table.TableId;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TallyTest {
    private static final Field NUMBER = Field.optional("number", Primitive.LONG);
    private static final Field DAY = Field.optional("day", Primitive.INTEGER);
    private static final TableMetadata TABLE = new TableMetadata(
            TableId.random(), TableSchema.of(NUMBER, DAY), List.of("day"), Map.of(), Optional.empty());

    @Test
    void rowsAreThoseOfFilesWithoutTheDeletedOnes() {
        Tally rows = new Tally(Measure.ROWS, Optional.empty(), TABLE);

        assertThat(rows.add(file(10, 0, numbers(1, 7, 2)))).isTrue();
        assertThat(rows.add(file(5, 2, ColumnStatistics.UNKNOWN))).isTrue();

        assertThat(rows.value()).hasValue(13);
    }

    @Test
    void valuesAndExtremesOfWholeFilesAreTheirStatistics() {
        Tally values = of(Measure.VALUES, NUMBER);
        Tally min = of(Measure.MIN, NUMBER);
        Tally max = of(Measure.MAX, NUMBER);
        for (Tally tally : List.of(values, min, max)) {
            assertThat(tally.add(file(10, 0, numbers(3, 7, 2)))).isTrue();
            assertThat(tally.add(file(4, 0, numbers(-1, 5, 0)))).isTrue();
        }

        assertThat(values.value()).hasValue(12);
        assertThat(min.value()).hasValue(-1);
        assertThat(max.value()).hasValue(7);
    }

    @Test
    void columnsWithoutAnyValueHaveNoExtreme() {
        Tally min = of(Measure.MIN, NUMBER);

        assertThat(min.add(file(3, 0, new ColumnStatistics(Optional.empty(), Optional.empty(), Optional.of(3L)))))
                .isTrue();

        assertThat(min.value()).isEmpty();
    }

    @Test
    void whichValuesAreLeftOfFilesWithDeletedRowsIsNotKnown() {
        assertThat(of(Measure.MAX, NUMBER).add(file(10, 1, numbers(3, 7, 0)))).isFalse();
        assertThat(of(Measure.VALUES, NUMBER).add(file(10, 1, numbers(3, 7, 2))))
                .isFalse();
    }

    @Test
    void partitionsHaveTheSameValueInAllRowsThatAreLeft() {
        Tally max = of(Measure.MAX, DAY);

        assertThat(max.add(file(10, 9, ColumnStatistics.UNKNOWN))).isTrue();

        assertThat(max.value()).hasValue(4);
    }

    @Test
    void filesWithoutRowsSayNothing() {
        Tally max = of(Measure.MAX, NUMBER);

        assertThat(max.add(file(10, 10, numbers(3, 7, 0)))).isTrue();

        assertThat(max.value()).isEmpty();
    }

    @Test
    void filesThatSayTooLittleAreRefused() {
        assertThat(of(Measure.MAX, NUMBER).add(file(10, 0, ColumnStatistics.UNKNOWN)))
                .isFalse();
        assertThat(new Tally(Measure.ROWS, Optional.empty(), TABLE)
                        .add(file(FileStatistics.UNKNOWN_ROW_COUNT, 0, ColumnStatistics.UNKNOWN)))
                .isFalse();
    }

    @Test
    void onlyBoundsOfWholeNumbersAndDaysAreExact() {
        assertThat(List.of(Primitive.values()).stream().filter(Tally::hasExactBounds))
                .containsExactlyInAnyOrder(
                        Primitive.BYTE, Primitive.SHORT, Primitive.INTEGER, Primitive.LONG, Primitive.DATE);
    }

    @Test
    void onlyRowsAreCountedWithoutAColumn() {
        assertThatThrownBy(() -> new Tally(Measure.MIN, Optional.empty(), TABLE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Tally of(Measure measure, Field column) {
        return new Tally(measure, Optional.of(column), TABLE);
    }

    private static ColumnStatistics numbers(long min, long max, long nulls) {
        return new ColumnStatistics(Optional.of(min), Optional.of(max), Optional.of(nulls));
    }

    /** A file of day 4. */
    private static ScanTask file(long rows, long deleted, ColumnStatistics numbers) {
        FileStatistics statistics = new FileStatistics(rows, Map.of("number", numbers));
        DataFile file = new DataFile("a.parquet", 100, 0, Map.of("day", Optional.of("4")), statistics);
        return new ScanTask("/table/a.parquet", file, new Deletions() {
            @Override
            public long count() {
                return deleted;
            }

            @Override
            public RowPositions positions() {
                throw new UnsupportedOperationException("nobody needs to know which");
            }
        });
    }
}
