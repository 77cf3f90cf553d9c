package io.sluice.cli;

import io.sluice.error.SluiceException;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeUri;

/** Opens lakes. */
final class Lakes {
    private Lakes() {}

    static Lake open(LakeUri uri) {
        throw SluiceException.user("cannot open " + uri.text());
    }
}
