package io.sluice.table;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whatever may be a name in an SQL condition: words, and what stands between backticks or double quotes. */
final class SqlNames {
    private static final Pattern TOKEN = Pattern.compile(
            "'(?:[^'\\\\]|''|\\\\.)*'" // a text
                    + "|`((?:[^`]|``)*)`"
                    + "|\"((?:[^\"]|\"\")*)\""
                    + "|([\\p{L}_][\\p{L}\\p{N}_$]*)");

    private SqlNames() {}

    /** Function names and keywords are among them. */
    static List<String> in(String condition) {
        List<String> names = new ArrayList<>();
        Matcher token = TOKEN.matcher(condition);
        while (token.find()) {
            if (token.group(1) != null) {
                names.add(token.group(1).replace("``", "`"));
            } else if (token.group(2) != null) {
                names.add(token.group(2).replace("\"\"", "\""));
            } else if (token.group(3) != null) {
                names.add(token.group(3));
            }
        }
        return names;
    }
}
