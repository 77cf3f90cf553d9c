package io.sluice.session;

import io.sluice.lake.Lake;
import java.util.Optional;

/** Where a session finds its lake. It is asked when a statement needs one, and may be asked again. */
public interface LakeSource {
    /** The lake; empty if there is none yet. */
    Optional<Lake> existing();

    /** The lake, which is made if there is none yet. */
    Lake made();
}
