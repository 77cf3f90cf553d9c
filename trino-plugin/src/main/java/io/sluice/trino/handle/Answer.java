package io.sluice.trino.handle;

import static java.util.Objects.requireNonNull;

import io.trino.spi.block.Block;
import java.util.List;

/**
 * The result of an aggregation that the log has told.
 *
 * @param columns of the result, each with one value for every row
 * @param text where it comes from, for people
 */
public record Answer(List<Block> columns, int rows, String text) {
    public Answer {
        columns = List.copyOf(columns);
        requireNonNull(text, "text");
    }

    @Override
    public String toString() {
        return text;
    }
}
