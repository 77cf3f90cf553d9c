package io.sluice.trino;

import io.sluice.trino.read.ReadMetadata;
import io.sluice.trino.read.TableLookup;

/** What Trino asks of a catalog, in one transaction. Each capability answers for itself, in its own interface. */
record SluiceMetadata(TableLookup lookup) implements ReadMetadata {}
