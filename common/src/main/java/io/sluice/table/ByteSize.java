package io.sluice.table;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 1048576}, {@code 1mb}, {@code 1 MB}; a thousand is 1024 here. */
public final class ByteSize {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18})\\s*([kmgt]?)b?");
    private static final Map<String, Integer> SHIFTS = Map.of("", 0, "k", 10, "m", 20, "g", 30, "t", 40);

    private ByteSize() {}

    /** The number of bytes, at least 1; empty if the text is no such size. */
    public static OptionalLong parse(String text) {
        Matcher parts = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            return OptionalLong.empty();
        }
        long number = Long.parseLong(parts.group(1));
        int shift = SHIFTS.get(parts.group(2));
        boolean fits = number > 0 && number <= Long.MAX_VALUE >> shift;
        return fits ? OptionalLong.of(number << shift) : OptionalLong.empty();
    }
}
