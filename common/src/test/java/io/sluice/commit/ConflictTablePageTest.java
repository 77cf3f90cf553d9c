package io.sluice.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page that users read says what the rules do. */
class ConflictTablePageTest {
    private static final Path PAGE = Path.of("..", "docs", "conflicts.md");

    @Test
    void thePageShowsEveryCellOfTheTable() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.startsWith("| mine"))
                .takeWhile(line -> line.startsWith("|"))
                .toList();

        assertThat(rows).hasSize(ChangeKind.values().length + 2);
        assertThat(rows.get(0)).isEqualTo(row("mine \\ winner's", ChangeKind.values()));
        Iterator<String> shown = rows.subList(2, rows.size()).iterator();
        for (ChangeKind mine : ChangeKind.values()) {
            String cells = Arrays.stream(ChangeKind.values())
                    .map(winners -> ConflictRules.rule(mine, winners).text())
                    .collect(Collectors.joining(" | "));
            assertThat(shown.next()).isEqualTo("| " + mine.text() + " | " + cells + " |");
        }
    }

    private static String row(String first, ChangeKind... kinds) {
        return Arrays.stream(kinds)
                .map(ChangeKind::text)
                .collect(Collectors.joining(" | ", "| " + first + " | ", " |"));
    }
}
