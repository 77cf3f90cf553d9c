package io.sluice.write;

import static java.util.Objects.requireNonNull;

import io.sluice.query.ReadFiles;
import java.util.Optional;

/**
 * A query over views that are there.
 *
 * @param files of the target that it reads; empty if it does not read the target
 */
record Query(RowQuery rows, Optional<ReadFiles> files) {
    Query {
        requireNonNull(rows, "rows");
        requireNonNull(files, "files");
    }

    String sql() {
        return rows.sql();
    }

    /** The files of the target, which it reads. */
    ReadFiles targetFiles() {
        return files.orElseThrow();
    }
}
