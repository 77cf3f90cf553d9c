package io.sluice.ingest;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What becomes of rows that cannot be read as they should.
 *
 * @param rejectsFile where rejected rows are written; if empty, {@code _rejects/<namespace>.<table>/} in the lake
 */
public record BadRows(OnError onError, Optional<Path> rejectsFile) {
    public static final BadRows FAIL = new BadRows(OnError.FAIL, Optional.empty());
    public static final BadRows REJECT = new BadRows(OnError.REJECT, Optional.empty());

    public BadRows {
        requireNonNull(onError, "onError");
        requireNonNull(rejectsFile, "rejectsFile");
    }
}
