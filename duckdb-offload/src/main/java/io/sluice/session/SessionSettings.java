package io.sluice.session;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.IsolationLevel;
import io.sluice.lake.Pins;
import java.util.Optional;

/**
 * What a session begins with.
 *
 * @param level the level of transactions that ask for none; empty: serializable if there are pins, else
 *     write-serializable
 * @param pins versions that were read elsewhere, and that all writes depend on
 * @param reruns how long a statement is tried again
 */
public record SessionSettings(Optional<IsolationLevel> level, Pins pins, Reruns reruns) {
    public static final SessionSettings DEFAULT = new SessionSettings(Optional.empty(), Pins.NONE, Reruns.DEFAULT);

    public SessionSettings {
        requireNonNull(level, "level");
        requireNonNull(pins, "pins");
        requireNonNull(reruns, "reruns");
    }

    IsolationLevel firstLevel() {
        return level.orElse(hasPins() ? IsolationLevel.SERIALIZABLE : IsolationLevel.WRITE_SERIALIZABLE);
    }

    boolean hasPins() {
        return !pins.tables().isEmpty();
    }
}
