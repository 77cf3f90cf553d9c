package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/**
 * An {@code add} action that is not taken apart further than replay and planning need: the rest stays in the text of
 * the log, which is kept.
 *
 * @param content the text that the action is part of; nobody changes it
 * @param start offset of the value of {@code add}, an object
 * @param end offset after it
 * @param pathStart offset of the first character of the path if the text has it literally, else -1
 * @param statsStart offset of the JSON string {@code stats}, quote included; -1 if there is none
 * @param path not URL-encoded
 * @param deletions the unique id of the deletion vector
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
record LoggedFile(
        byte[] content,
        int start,
        int end,
        int pathStart,
        int statsStart,
        String path,
        Optional<String> deletions,
        Map<String, Optional<String>> partitionValues,
        long sizeBytes,
        long modifiedMillis) {
    LoggedFile {
        requireNonNull(content, "content");
        requireNonNull(path, "path");
        requireNonNull(deletions, "deletions");
        requireNonNull(partitionValues, "partitionValues");
    }
}
