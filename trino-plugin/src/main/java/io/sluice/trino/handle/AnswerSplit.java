package io.sluice.trino.handle;

import static java.util.Objects.requireNonNull;

import io.trino.spi.Page;
import io.trino.spi.block.Block;
import io.trino.spi.connector.ConnectorSplit;
import java.util.List;

/** The one split of an aggregation that the log has told. */
public record AnswerSplit(Answer answer) implements ConnectorSplit {
    public AnswerSplit {
        requireNonNull(answer, "answer");
    }

    /** The result, with these of its columns. */
    public Page page(List<SluiceColumnHandle> columns) {
        Block[] blocks = columns.stream()
                .map(column -> answer.columns().get(column.stored().id().orElseThrow()))
                .toArray(Block[]::new);
        return new Page(answer.rows(), blocks);
    }

    @Override
    public long getRetainedSizeInBytes() {
        return 100
                + answer.columns().stream()
                        .mapToLong(Block::getRetainedSizeInBytes)
                        .sum();
    }
}
