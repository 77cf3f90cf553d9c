package io.sluice.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.commit.ConflictRules.Stake;
import io.sluice.commit.UserOperation.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page that users read says what the rules do. */
class ConflictTablePageTest {
    private static final Path PAGE = Path.of("..", "docs", "conflicts.md");

    @Test
    void thePageShowsEveryCellOfTheTable() throws IOException {
        List<String> expected = new ArrayList<>();
        expected.add(row("mine \\ winner's", Arrays.stream(ChangeKind.values()).map(ChangeKind::text)));
        for (Stake mine : Stake.values()) {
            expected.add(row(
                    mine.text(),
                    Arrays.stream(ChangeKind.values())
                            .map(winners -> ConflictRules.rule(mine, winners).text())));
        }
        assertThat(shown("## The rules")).containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @EnumSource(IsolationLevel.class)
    void thePageShowsWhatHappensToEveryPairOfOperations(IsolationLevel level) throws IOException {
        List<String> expected = new ArrayList<>();
        expected.add(row("mine \\ winner's", UserOperation.winners().map(UserOperation::text)));
        for (UserOperation mine : UserOperation.values()) {
            expected.add(row(mine.text(), UserOperation.winners().map(winner -> outcome(mine, winner, level))));
        }
        assertThat(shown("### At `" + (level == IsolationLevel.SERIALIZABLE ? "serializable`" : "write-serializable`")))
                .containsExactlyElementsOf(expected);
    }

    private static String outcome(UserOperation mine, UserOperation winner, IsolationLevel level) {
        return UserOperation.conflict(mine, Place.HERE, winner, Place.HERE, level)
                .map(reason -> switch (reason) {
                    case SCHEMA_CHANGED -> "schema";
                    case PROPERTIES_CHANGED -> "properties";
                    case ROWS_CHANGED -> "rows";
                    case ROWS_ADDED -> "added";
                    case SOURCE_INGESTED, WRITER_OVERTAKEN, NAME_TAKEN, TABLE_GONE, TOO_BUSY -> reason.toString();
                })
                .orElse("·");
    }

    /** The first table below a heading, without the line under its head. */
    private static List<String> shown(String heading) throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.startsWith(heading))
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .filter(line -> !line.startsWith("|---"))
                .toList();
        assertThat(rows).as("the table below '%s'", heading).isNotEmpty();
        return rows;
    }

    private static String row(String first, Stream<String> cells) {
        return cells.collect(Collectors.joining(" | ", "| " + first + " | ", " |"));
    }
}
