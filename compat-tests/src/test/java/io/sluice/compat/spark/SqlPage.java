package io.sluice.compat.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The examples of a page: blocks of SQL and of Java after the mark {@code <!-- run -->}, with the answer of each
 * statement, or of the whole block of Java, below it in comments.
 */
public final class SqlPage {
    /** Before each row of an answer. */
    public static final String ANSWER = "-- ";

    /** Before each line of Java. */
    static final String JAVA = "java> ";
    /** Before the answer of a block of Java. */
    static final String JAVA_ANSWER = JAVA + "// ";

    private static final Pattern BLOCK = Pattern.compile("<!-- run -->\n```(sql|java)\n(.*?)```", Pattern.DOTALL);

    private SqlPage() {}

    /** The text of all examples, in order. */
    public static String examples(String page) {
        StringBuilder examples = new StringBuilder();
        Matcher block = BLOCK.matcher(page);
        while (block.find()) {
            if (block.group(1).equals("sql")) {
                examples.append(block.group(2));
            } else {
                block.group(2)
                        .lines()
                        .forEach(line -> examples.append(JAVA).append(line).append('\n'));
            }
        }
        return examples.toString();
    }

    /** The statements of a text, SQL without the {@code ;} that ends the last line of each; a block of Java is one. */
    public static List<String> statements(String examples) {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        List<String> lines = examples.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith(ANSWER.strip()) || line.startsWith(JAVA_ANSWER) || line.isBlank()) {
                continue;
            }
            statement.append(statement.isEmpty() ? "" : "\n").append(line);
            boolean isJava = line.startsWith(JAVA);
            boolean goesOn = i + 1 < lines.size()
                    && lines.get(i + 1).startsWith(JAVA)
                    && !lines.get(i + 1).startsWith(JAVA_ANSWER);
            if (isJava ? !goesOn : line.endsWith(";")) {
                statements.add(isJava ? statement.toString() : statement.substring(0, statement.length() - 1));
                statement.setLength(0);
            }
        }
        return statements;
    }

    /** What a line of a page stands for: {@code …} is any text. */
    public static Pattern pattern(String line) {
        return Pattern.compile(Pattern.quote(line).replace("…", "\\E.*\\Q"));
    }
}
