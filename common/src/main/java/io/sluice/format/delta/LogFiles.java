package io.sluice.format.delta;

import io.sluice.table.TableVersion;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the files of one table's log are.
 *
 * @param table the folder of the table, absolute, without a final {@code /}
 */
record LogFiles(String table) {
    private static final Pattern CHECKPOINT = Pattern.compile("(\\d{20})\\.checkpoint\\.(?:.+\\.)?(json|parquet)");

    /** How a checkpoint is stored. */
    enum CheckpointForm {
        /** One JSON file, possibly with sidecars. */
        JSON,
        /** Parquet of any naming scheme. */
        PARQUET
    }

    /** A checkpoint, as its name tells. */
    record CheckpointName(String name, TableVersion version, CheckpointForm form) {}

    String folder() {
        return table + "/_delta_log";
    }

    String commit(TableVersion version) {
        return "%s/%s.json".formatted(folder(), digits(version));
    }

    String stagedFolder() {
        return folder() + "/_staged_commits";
    }

    String staged(String fileName) {
        return stagedFolder() + "/" + fileName;
    }

    String lastCheckpoint() {
        return folder() + "/_last_checkpoint";
    }

    String checkpoint(String name) {
        return folder() + "/" + name;
    }

    /** The name of a UUID-named checkpoint. Source: Delta protocol, "UUID-named checkpoint". */
    static String checkpointName(TableVersion version, UUID unique) {
        return "%s.checkpoint.%s.json".formatted(digits(version), unique);
    }

    /** What a file's name says of a checkpoint; empty if it names none. */
    static Optional<CheckpointName> parseCheckpoint(String name) {
        Matcher matcher = CHECKPOINT.matcher(name);
        return matcher.matches()
                ? Optional.of(new CheckpointName(
                        name,
                        new TableVersion(Long.parseLong(matcher.group(1))),
                        matcher.group(2).equals("json") ? CheckpointForm.JSON : CheckpointForm.PARQUET))
                : Optional.empty();
    }

    private static String digits(TableVersion version) {
        // String.format is slow, and thousands of names are made when a long log is read.
        String digits = Long.toString(version.number());
        return "0".repeat(20 - digits.length()) + digits;
    }
}
