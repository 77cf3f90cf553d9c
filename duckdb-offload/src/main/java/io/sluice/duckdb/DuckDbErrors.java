package io.sluice.duckdb;

import io.sluice.error.SluiceException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What DuckDB's errors mean to a user. The engine gives no codes, only texts that begin with a kind: {@code Conversion
 * Error: ...}; file system errors carry the system's error number inside.
 */
final class DuckDbErrors {
    private static final Pattern KIND = Pattern.compile("^([A-Za-z -]+?) Error: ", Pattern.DOTALL);
    private static final Pattern ERROR_NUMBER = Pattern.compile("errno\\W{2,8}(\\d+)");
    private static final Pattern DAMAGED = Pattern.compile("GZIP stream: ?(.*)");
    private static final int NO_SUCH_FILE = 2;
    private static final int PERMISSION_DENIED = 13;
    private static final int NO_SPACE_LEFT = 28;
    private static final int READ_ONLY_FILE_SYSTEM = 30;
    private static final int QUOTA_EXCEEDED = 122;

    private DuckDbErrors() {}

    /** The failure of a statement as one of ours; the cause stays attached. */
    static SluiceException translate(SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        if (message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
            return diskFull(failure);
        }
        Matcher kind = KIND.matcher(message);
        String name = kind.find() ? kind.group(1).toUpperCase(Locale.ROOT) : "";
        String rest = name.isEmpty() ? message : message.substring(kind.end());
        return switch (name) {
            case "OUT OF MEMORY" ->
                SluiceException.resources(
                        "DuckDB needs more memory than it may use: give it more with --memory, or fewer threads with"
                                + " --threads (" + firstLine(rest) + ")",
                        failure);
            case "INTERRUPT" -> SluiceException.user("cancelled: nothing was committed", failure);
            case "IO" -> translateIo(rest, failure);
            case "INTERNAL", "FATAL" -> SluiceException.bug("DuckDB failed: " + rest, failure);
            default -> SluiceException.user(rest.strip(), failure);
        };
    }

    private static SluiceException translateIo(String message, SQLException failure) {
        Matcher damaged = DAMAGED.matcher(message);
        if (damaged.find()) {
            return SluiceException.user(
                    "%s is damaged, the compressed content ends early or is no such content: have it delivered again"
                            .formatted(damaged.group(1).strip()),
                    failure);
        }
        Matcher number = ERROR_NUMBER.matcher(message);
        int errorNumber = number.find() ? Integer.parseInt(number.group(1)) : byText(message);
        return switch (errorNumber) {
            case NO_SPACE_LEFT, QUOTA_EXCEEDED -> diskFull(failure);
            case NO_SUCH_FILE, PERMISSION_DENIED, READ_ONLY_FILE_SYSTEM ->
                SluiceException.user(firstLine(message), failure);
            default -> SluiceException.external(firstLine(message), failure);
        };
    }

    private static int byText(String message) {
        if (message.contains("Permission denied")) {
            return PERMISSION_DENIED;
        }
        return message.contains("No such file") ? NO_SUCH_FILE : 0;
    }

    private static SluiceException diskFull(SQLException failure) {
        return SluiceException.resources(
                "the disk is full: make room where the lake and the temporary folder are, and try again", failure);
    }

    private static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("");
    }
}
