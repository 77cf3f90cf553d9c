package io.sluice.scan;

import java.util.OptionalLong;

/** A state that remembers what writers have told of their progress. */
public interface WriterProgress {
    /**
     * The last transaction id that an application has committed up to this state; empty if it has committed none.
     * Source: Delta protocol, section "Transaction Identifiers".
     */
    OptionalLong lastCommitted(String applicationId);
}
