package io.sluice.format.delta;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long removed files are remembered: {@code delta.deletedFileRetentionDuration}, {@code interval 1 week}. */
final class TombstoneRetention {
    private static final String PROPERTY = "delta.deletedFileRetentionDuration";
    private static final Duration DEFAULT = Duration.ofDays(7);
    /** What cannot be read must not shorten anything. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private static final Pattern PART = Pattern.compile("(\\d{1,9})\\s+(week|day|hour|minute|second)s?\\s*");

    private TombstoneRetention() {}

    static Duration of(Map<String, String> properties) {
        String text = properties.get(PROPERTY);
        if (text == null) {
            return DEFAULT;
        }
        String parts = text.trim().toLowerCase(Locale.ROOT).replaceFirst("^interval\\s+", "");
        Duration sum = Duration.ZERO;
        Matcher matcher = PART.matcher(parts);
        int end = 0;
        while (end < parts.length() && matcher.find(end) && matcher.start() == end) {
            sum = sum.plus(unit(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1))));
            end = matcher.end();
        }
        return end == 0 || end < parts.length() || sum.compareTo(LONGEST) > 0 ? LONGEST : sum;
    }

    private static Duration unit(String name) {
        return switch (name) {
            case "week" -> Duration.ofDays(7);
            case "day" -> Duration.ofDays(1);
            case "hour" -> Duration.ofHours(1);
            case "minute" -> Duration.ofMinutes(1);
            default -> Duration.ofSeconds(1);
        };
    }
}
