package io.sluice.cli;

import io.sluice.duckdb.DuckDbSettings;
import io.sluice.error.SluiceException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** What the command may use of the machine. */
final class ResourceArguments {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*([KMGT]?)(I?B)?");

    @Option(names = "--threads", paramLabel = "N", description = "Worker threads. Default: one per processor.")
    private Integer threads;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "What the process may use, such as 512MB. Default: most of the machine's.")
    private String memory;

    @Option(names = "--temp-dir", paramLabel = "FOLDER", description = "Where data goes that does not fit the memory.")
    private Path temporaryFolder;

    DuckDbSettings settings() {
        if (threads != null && threads < 1) {
            throw SluiceException.user("--threads %d is too few: at least 1 is needed".formatted(threads));
        }
        return new DuckDbSettings(
                threads == null ? OptionalInt.empty() : OptionalInt.of(threads),
                memory == null ? OptionalLong.empty() : OptionalLong.of(bytes(memory)),
                Optional.ofNullable(temporaryFolder));
    }

    static long bytes(String size) {
        Matcher matcher = SIZE.matcher(size.strip().toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw SluiceException.user("--memory %s is not a size: write, for example, 512MB or 2GB".formatted(size));
        }
        int power = "KMGT".indexOf(matcher.group(2)) + (matcher.group(2).isEmpty() ? 0 : 1);
        return Long.parseLong(matcher.group(1)) << (10 * power);
    }
}
