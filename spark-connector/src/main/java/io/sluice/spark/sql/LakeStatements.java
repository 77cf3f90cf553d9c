package io.sluice.spark.sql;

import static java.util.Objects.requireNonNull;

import io.sluice.spark.sql.LakeCatalogs.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Statements about the tables of lakes, in the form that users of Delta know, as calls of procedures. */
final class LakeStatements {
    /** A text, a name in quotes, or a comment. */
    private static final Pattern QUOTED_OR_COMMENT = Pattern.compile(
            "'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`|--[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);

    private static final String PART = "(?:`(?:[^`]|``)+`|[\\w]+)";
    private static final String NAME = "(?<name>" + PART + "(?:\\s*\\.\\s*" + PART + ")*)";
    private static final String END = "\\s*;?\\s*";
    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;

    private static final Pattern BEGINNING = Pattern.compile("(?:DESC(?:RIBE)?\\s+HISTORY|RESTORE)\\b", FLAGS);
    private static final Pattern HISTORY = Pattern.compile(
            "DESC(?:RIBE)?\\s+HISTORY\\s+(?:TABLE\\s+)?" + NAME + "(?:\\s+LIMIT\\s+(?<limit>\\d+))?" + END, FLAGS);
    private static final Pattern RESTORE = Pattern.compile(
            "RESTORE\\s+(?:TABLE\\s+)?" + NAME
                    + "(?:\\s+TO)?(?:\\s+FOR)?\\s+(?:(?:SYSTEM_)?VERSION\\s+AS\\s+OF\\s+(?<version>\\d+|'\\d+')"
                    + "|(?:SYSTEM_TIME|TIMESTAMP)\\s+AS\\s+OF\\s+(?<timestamp>\\S.*?))" + END,
            FLAGS);

    private static final Pattern EVOLVING_INSERT = Pattern.compile(
            "(?<insert>\\s*INSERT\\s+)(?<words>WITH\\s+SCHEMA\\s+EVOLUTION)(?<rest>\\s+(?:INTO|OVERWRITE)(?:\\s+TABLE)?\\s+"
                    + NAME + ".*)",
            FLAGS);

    private final LakeCatalogs catalogs;

    LakeStatements(LakeCatalogs catalogs) {
        this.catalogs = requireNonNull(catalogs, "catalogs");
    }

    /** The call that a statement stands for; empty if it is not one about a table of a lake. */
    Optional<String> call(String sql) {
        String plain = withoutComments(sql).strip();
        if (!BEGINNING.matcher(plain).lookingAt()) {
            return Optional.empty();
        }
        Matcher history = HISTORY.matcher(plain);
        if (history.matches()) {
            return history(parts(history.group("name")), Optional.ofNullable(history.group("limit")));
        }
        Matcher restore = RESTORE.matcher(plain);
        if (restore.matches()) {
            return restore(parts(restore.group("name")), moment(restore));
        }
        return Optional.empty();
    }

    /** The call that tells the last commits, all of them without a limit; empty if no lake has a table of that name. */
    Optional<String> history(List<String> name, Optional<?> limit) {
        return call(
                name,
                "history",
                ", limit => " + limit.map(Object::toString).orElse(Integer.toString(Integer.MAX_VALUE)));
    }

    /**
     * The call that restores; empty if no lake has a table of that name.
     *
     * @param moment by {@link #version} or {@link #timestamp}
     */
    Optional<String> restore(List<String> name, String moment) {
        return call(name, "restore", moment);
    }

    static String version(String number) {
        return ", version => %sL".formatted(number);
    }

    /** @param expression of SQL */
    static String timestamp(String expression) {
        return ", timestamp => CAST((%s) AS TIMESTAMP)".formatted(expression);
    }

    /** {@code INSERT WITH SCHEMA EVOLUTION} into a table of a lake, as a plain INSERT; empty if it is none. */
    Optional<String> evolvingInsert(String sql) {
        Matcher insert = EVOLVING_INSERT.matcher(sql);
        if (!insert.matches() || catalogs.find(parts(insert.group("name"))).isEmpty()) {
            return Optional.empty();
        }
        // What messages say of places stays right.
        return Optional.of(
                insert.group("insert") + " ".repeat(insert.group("words").length()) + insert.group("rest"));
    }

    private static String moment(Matcher restore) {
        String version = restore.group("version");
        return version == null ? timestamp(restore.group("timestamp")) : version(version.replace("'", ""));
    }

    private Optional<String> call(List<String> name, String procedure, String more) {
        return catalogs.find(name)
                .map(table ->
                        "CALL `%s`.system.%s(table => %s%s)".formatted(table.catalog(), procedure, text(table), more));
    }

    private static String text(Place table) {
        return "'" + table.path().replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static List<String> parts(String name) {
        List<String> parts = new ArrayList<>();
        Matcher part = Pattern.compile(PART).matcher(name);
        while (part.find()) {
            String text = part.group();
            parts.add(
                    text.startsWith("`") ? text.substring(1, text.length() - 1).replace("``", "`") : text);
        }
        return parts;
    }

    private static String withoutComments(String sql) {
        return QUOTED_OR_COMMENT
                .matcher(sql)
                .replaceAll(found -> Matcher.quoteReplacement(
                        sql.startsWith("--", found.start()) || sql.startsWith("/*", found.start())
                                ? " "
                                : found.group()));
    }
}
