package io.sluice.spark.stream;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.spark.read.CommitTimes;
import io.sluice.spark.read.StreamedRows.Unit;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * What a user can ask of a stream, by options that users of Delta know. What is not supported is refused: a stream that
 * passes over an option may lose rows.
 *
 * @param limit of each batch
 */
record StreamOptions(Start start, ReadLimit limit, Removals removals) {
    private static final String STARTING_VERSION = "startingVersion";
    static final String STARTING_TIMESTAMP = "startingTimestamp";
    private static final String MAX_FILES = "maxFilesPerTrigger";
    private static final String MAX_BYTES = "maxBytesPerTrigger";
    private static final int USUAL_MAX_FILES = 1000;

    private static final Map<String, String> REFUSED = Map.of(
            "versionAsOf", "a stream has no last state",
            "timestampAsOf", "a stream has no last state",
            "endingVersion", "a stream has no end",
            "endingTimestamp", "a stream has no end",
            "schemaTrackingLocation", "after a change of columns, start the query with a new checkpoint",
            "excludeRegex", "filter the rows instead",
            "ignoreFileDeletion", "say ignoreDeletes or ignoreChanges instead");

    /** Where a stream begins that has no checkpoint. */
    sealed interface Start {
        /** With the rows that are there. */
        record WithRows() implements Start {}

        /** With the commit that comes next. */
        record WithNextCommit() implements Start {}

        record WithCommit(TableVersion version) implements Start {}

        /** With the first commit that is not older. */
        record WithCommitsSince(Instant instant) implements Start {}
    }

    StreamOptions {
        requireNonNull(start, "start");
        requireNonNull(limit, "limit");
        requireNonNull(removals, "removals");
    }

    /** A user error that names the option which is wrong. */
    static StreamOptions of(CaseInsensitiveStringMap options, Unit unit) {
        REFUSED.forEach((name, reason) -> {
            if (options.containsKey(name)) {
                throw SluiceException.user("streams do not have the option '%s': %s".formatted(name, reason));
            }
        });
        refuseUnless(options, "failOnDataLoss", "true", "a stream never passes over commits that are missing");
        refuseUnless(options, "withEventTimeOrder", "false", "files are read in the order in which they were written");
        return new StreamOptions(start(options), limit(options), removals(options, unit));
    }

    private static Start start(CaseInsensitiveStringMap options) {
        Optional<String> version = Optional.ofNullable(options.get(STARTING_VERSION));
        Optional<Instant> instant = CommitTimes.option(options, STARTING_TIMESTAMP);
        if (version.isPresent() && instant.isPresent()) {
            throw SluiceException.user("a stream has the options '%s' and '%s': give one of them"
                    .formatted(STARTING_VERSION, STARTING_TIMESTAMP));
        }
        if (version.isPresent() && version.get().equalsIgnoreCase("latest")) {
            return new Start.WithNextCommit();
        }
        return version.<Start>map(text ->
                        new Start.WithCommit(new TableVersion(number(STARTING_VERSION, text, "a version or 'latest'"))))
                .or(() -> instant.map(Start.WithCommitsSince::new))
                .orElseGet(Start.WithRows::new);
    }

    private static ReadLimit limit(CaseInsensitiveStringMap options) {
        List<ReadLimit> limits = new ArrayList<>();
        Optional<Long> bytes = positive(options, MAX_BYTES);
        Optional<Long> files = positive(options, MAX_FILES);
        bytes.ifPresent(most -> limits.add(ReadLimit.maxBytes(most)));
        if (files.isPresent() || bytes.isEmpty()) {
            long most = files.orElse((long) USUAL_MAX_FILES);
            limits.add(ReadLimit.maxFiles((int) Math.min(most, Integer.MAX_VALUE)));
        }
        return limits.size() == 1 ? limits.get(0) : ReadLimit.compositeLimit(limits.toArray(ReadLimit[]::new));
    }

    private static Removals removals(CaseInsensitiveStringMap options, Unit unit) {
        List<Removals> asked = new ArrayList<>();
        for (Removals removals : Removals.values()) {
            if (removals.option().isPresent()
                    && isTrue(options, removals.option().get())) {
                asked.add(removals);
            }
        }
        if (unit == Unit.COMMIT && !asked.isEmpty()) {
            throw SluiceException.user("a stream of changes has all of them: leave out the option '%s'"
                    .formatted(asked.get(0).option().get()));
        }
        if (asked.contains(Removals.SKIP_COMMIT) && asked.contains(Removals.EMIT_NEW_FILES)) {
            throw SluiceException.user("a stream has the options '%s' and '%s': give one of them"
                    .formatted(
                            Removals.SKIP_COMMIT.option().get(),
                            Removals.EMIT_NEW_FILES.option().get()));
        }
        // Each of the later ones covers those before it.
        return asked.isEmpty() ? Removals.FAIL : asked.get(asked.size() - 1);
    }

    private static void refuseUnless(CaseInsensitiveStringMap options, String name, String onlyValue, String reason) {
        if (!options.getOrDefault(name, onlyValue).equalsIgnoreCase(onlyValue)) {
            throw SluiceException.user(
                    "the option '%s' of a stream can only be %s: %s".formatted(name, onlyValue, reason));
        }
    }

    private static boolean isTrue(CaseInsensitiveStringMap options, String name) {
        String text = options.getOrDefault(name, "false");
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw SluiceException.user("option '%s' is '%s': write true or false".formatted(name, text));
        }
        return Boolean.parseBoolean(text);
    }

    private static Optional<Long> positive(CaseInsensitiveStringMap options, String name) {
        return Optional.ofNullable(options.get(name)).map(text -> {
            long number = number(name, text, "a number of at least 1");
            if (number == 0) {
                throw SluiceException.user("option '%s' is 0: write a number of at least 1".formatted(name));
            }
            return number;
        });
    }

    private static long number(String name, String text, String wanted) {
        if (!text.matches("\\d{1,18}")) {
            throw SluiceException.user("option '%s' is '%s': write %s".formatted(name, text, wanted));
        }
        return Long.parseLong(text);
    }
}
