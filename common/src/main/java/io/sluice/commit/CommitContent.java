package io.sluice.commit;

import static java.util.Objects.requireNonNull;

/** Where the actions of a commit are until they are published. Source: Delta protocol, "Catalog-managed tables". */
public sealed interface CommitContent {
    /**
     * Kept by the catalog itself.
     *
     * @param bytes the content of the future log file; neither side changes the array
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody, and not copied, as it can be large.
    record Inline(byte[] bytes) implements CommitContent {
        public Inline {
            requireNonNull(bytes, "bytes");
        }
    }

    /**
     * A file in the table's {@code _delta_log/_staged_commits}.
     *
     * @param fileName without folders
     */
    record Staged(String fileName, long sizeBytes, long modifiedMillis) implements CommitContent {
        public Staged {
            if (fileName.contains("/") || fileName.contains("\\")) {
                throw new IllegalArgumentException("a staged commit is named without folders: " + fileName);
            }
        }
    }
}
