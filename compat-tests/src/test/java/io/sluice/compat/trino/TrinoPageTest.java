package io.sluice.compat.trino;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.compat.spark.SqlPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples of {@code docs/trino.md} answer what the page says. {@code …} stands for any text of a line. */
class TrinoPageTest {
    private static final Path PAGE = Path.of(System.getProperty("sluice.repository"), "docs/trino.md");

    @Test
    void examplesAnswerWhatThePageSays() throws IOException {
        String expected = SqlPage.examples(Files.readString(PAGE));
        List<String> statements = SqlPage.statements(expected);
        assertThat(statements).hasSizeGreaterThan(10);
        List<String> actual = new ArrayList<>();
        try (TrinoClient trino = SharedTrino.connect()) {
            for (String statement : statements) {
                (statement + ";").lines().forEach(actual::add);
                actual.addAll(answer(trino, statement));
            }
        }
        List<String> wanted = expected.lines().filter(line -> !line.isBlank()).toList();
        for (int i = 0; i < wanted.size() && i < actual.size(); i++) {
            assertThat(actual.get(i)).as("line %d of the examples", i + 1).matches(SqlPage.pattern(wanted.get(i)));
        }
        assertThat(actual).hasSameSizeAs(wanted);
    }

    private static List<String> answer(TrinoClient trino, String statement) {
        try {
            List<List<String>> rows = trino.rows(statement);
            return rows.stream()
                    .map(row -> SqlPage.ANSWER + String.join(" | ", row))
                    .toList();
        } catch (TrinoFailure refused) {
            return List.of(SqlPage.ANSWER + "refused: "
                    + refused.getMessage().lines().findFirst().orElse(""));
        }
    }
}
