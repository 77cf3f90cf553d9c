package io.sluice.commit;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Identifies one try to commit; recorded with the commit, so that a lost reply can be resolved. */
public record AttemptId(UUID value) {
    public AttemptId {
        requireNonNull(value, "value");
    }

    public static AttemptId random() {
        return new AttemptId(UUID.randomUUID());
    }

    public static AttemptId parse(String text) {
        return new AttemptId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
