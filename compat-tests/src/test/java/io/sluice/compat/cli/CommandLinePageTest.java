package io.sluice.compat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compat.cli.InstalledSluice.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The examples of the pages in {@code docs} print what the page says. {@code …} stands for any text, a line {@code ...}
 * for any lines, and a last line {@code [3]} for the exit code, if that is not 0.
 */
class CommandLinePageTest {
    private static final Path PAGES = Path.of(System.getProperty("sluice.repository"), "docs");
    private static final Pattern BLOCK = Pattern.compile("<!-- run -->\n```console\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    private record Example(String command, String expected) {}

    @ParameterizedTest
    @ValueSource(strings = {"command-line.md", "sql.md"})
    void examplesPrintWhatThePageSays(String page) throws IOException {
        InstalledSluice sluice = InstalledSluice.in(folder);
        List<Example> examples = examples(PAGES.resolve(page));
        assertThat(examples).hasSizeGreaterThan(20);
        for (Example example : examples) {
            Ended ended = sluice.run(example.command());
            String actual = ended.output() + (ended.exitCode() == 0 ? "" : "[" + ended.exitCode() + "]\n");
            assertThat(actual).as("$ %s", example.command()).matches(pattern(example.expected()));
        }
    }

    private static List<Example> examples(Path page) throws IOException {
        List<Example> examples = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(page));
        while (block.find()) {
            for (String example : block.group(1).split("(?m)^\\$ ")) {
                int lineEnd = example.indexOf('\n');
                if (lineEnd > 0) {
                    examples.add(new Example(example.substring(0, lineEnd), example.substring(lineEnd + 1)));
                }
            }
        }
        return examples;
    }

    private static Pattern pattern(String expected) {
        StringBuilder pattern = new StringBuilder();
        for (String line : expected.lines().toList()) {
            if (line.equals("...")) {
                pattern.append("(?:.*\\n)*?");
            } else {
                pattern.append(Pattern.quote(line).replace("…", "\\E.*\\Q")).append(" *\\n");
            }
        }
        return Pattern.compile(pattern.toString());
    }
}
