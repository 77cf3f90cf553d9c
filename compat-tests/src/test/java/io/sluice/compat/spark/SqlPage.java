package io.sluice.compat.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The examples of a page: blocks of SQL after the mark {@code <!-- run -->}, with the answer of each statement below it
 * in comments.
 */
final class SqlPage {
    /** Before each row of an answer. */
    static final String ANSWER = "-- ";

    private static final Pattern BLOCK = Pattern.compile("<!-- run -->\n```sql\n(.*?)```", Pattern.DOTALL);

    private SqlPage() {}

    /** The text of all examples, in order. */
    static String examples(String page) {
        StringBuilder examples = new StringBuilder();
        Matcher block = BLOCK.matcher(page);
        while (block.find()) {
            examples.append(block.group(1));
        }
        return examples.toString();
    }

    /** The statements of a text, without the {@code ;} that ends the last line of each. */
    static List<String> statements(String examples) {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        for (String line : examples.lines().toList()) {
            if (line.startsWith(ANSWER.strip()) || line.isBlank()) {
                continue;
            }
            statement.append(statement.isEmpty() ? "" : "\n").append(line);
            if (line.endsWith(";")) {
                statements.add(statement.substring(0, statement.length() - 1));
                statement.setLength(0);
            }
        }
        return statements;
    }
}
