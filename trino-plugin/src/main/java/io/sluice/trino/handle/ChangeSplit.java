package io.sluice.trino.handle;

import static java.util.Objects.requireNonNull;

import io.trino.spi.SplitWeight;
import io.trino.spi.connector.ConnectorSplit;

/** A part of a file whose rows a commit has changed. */
public record ChangeSplit(SluiceSplit part, ChangeMark mark) implements ConnectorSplit {
    public ChangeSplit {
        requireNonNull(part, "part");
        requireNonNull(mark, "mark");
    }

    @Override
    public SplitWeight getSplitWeight() {
        return part.getSplitWeight();
    }

    @Override
    public long getRetainedSizeInBytes() {
        return 100 + part.getRetainedSizeInBytes();
    }
}
