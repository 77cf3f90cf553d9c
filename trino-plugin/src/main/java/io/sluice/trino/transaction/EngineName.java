package io.sluice.trino.transaction;

import java.util.Optional;

/** How this engine signs its commits. */
public final class EngineName {
    /** Name and version of the program, as in a table's history. */
    public static final String TEXT = "sluice/%s (trino 483)"
            .formatted(Optional.ofNullable(EngineName.class.getPackage().getImplementationVersion())
                    .orElse("0.1.0"));

    private EngineName() {}
}
