package io.sluice.format;

import static java.util.Objects.requireNonNull;

/** How the creation of a table ended. */
public sealed interface CreateOutcome {
    /** The table is there, as version 0. */
    record Created(FormatTable table) implements CreateOutcome {
        public Created {
            requireNonNull(table, "table");
        }
    }

    /** Another table has the name. Nothing was created. */
    record NameTaken() implements CreateOutcome {}

    /** The catalog did not answer: the table may or may not be there. Its files must be kept. */
    record Unknown(RuntimeException cause) implements CreateOutcome {
        public Unknown {
            requireNonNull(cause, "cause");
        }
    }
}
