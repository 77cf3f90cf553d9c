package io.sluice.error;

import static java.util.Objects.requireNonNull;

/**
 * The one exception that Sluice throws. Its message says what failed, with which values, and what to do next. Expected
 * outcomes of a commit are not exceptions, see {@code CommitOutcome}.
 */
public final class SluiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Who can mend the failure. */
    public enum Kind {
        /** The input, a name, an option or a permission is wrong; repeating the call does not help. */
        USER,
        /** A file system, database or service did not answer as it should; repeating the call may help. */
        EXTERNAL,
        /** Disk, memory, time or another bounded resource has run out. */
        RESOURCES,
        /** Sluice itself is wrong, or a file of a lake contradicts its specification. */
        BUG
    }

    private final Kind kind;

    private SluiceException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = requireNonNull(kind, "kind");
    }

    public static SluiceException user(String message) {
        return new SluiceException(Kind.USER, message, null);
    }

    public static SluiceException user(String message, Throwable cause) {
        return new SluiceException(Kind.USER, message, cause);
    }

    public static SluiceException external(String message, Throwable cause) {
        return new SluiceException(Kind.EXTERNAL, message, cause);
    }

    public static SluiceException resources(String message, Throwable cause) {
        return new SluiceException(Kind.RESOURCES, message, cause);
    }

    public static SluiceException bug(String message) {
        return new SluiceException(Kind.BUG, message, null);
    }

    public static SluiceException bug(String message, Throwable cause) {
        return new SluiceException(Kind.BUG, message, cause);
    }

    public Kind kind() {
        return kind;
    }
}
