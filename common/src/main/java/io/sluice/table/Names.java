package io.sluice.table;

import io.sluice.error.SluiceException;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a namespace or a table may be called. */
final class Names {
    private static final Pattern ALLOWED = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_\\- ]{0,127}");

    private Names() {}

    static String checked(String what, String name) {
        if (name == null || !ALLOWED.matcher(name).matches()) {
            throw SluiceException.user(
                    ("'%s' is not a valid %s name: use 1 to 128 letters, digits, '_', '-' or blanks, beginning with"
                                    + " a letter, a digit or '_'")
                            .formatted(name, what));
        }
        return name.toLowerCase(Locale.ROOT);
    }
}
