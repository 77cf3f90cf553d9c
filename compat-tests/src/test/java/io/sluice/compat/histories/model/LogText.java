package io.sluice.compat.histories.model;

import io.sluice.commit.AttemptId;
import io.sluice.commit.IsolationLevel;
import io.sluice.compat.histories.model.Step.Append;
import io.sluice.compat.histories.model.Step.Compact;
import io.sluice.compat.histories.model.Step.Delete;
import io.sluice.compat.histories.model.Step.Increase;
import io.sluice.compat.histories.model.Step.Look;
import io.sluice.compat.histories.model.Step.Merge;
import io.sluice.compat.histories.model.Step.Total;
import io.sluice.compat.histories.model.Step.Widen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The log of a writer: lines that begin with {@code begin}, {@code did}, {@code commit}, {@code offer} and {@code end},
 * each flushed before the writer goes on. What was not logged has not happened, apart from the commit that was
 * announced.
 */
public final class LogText {
    private LogText() {}

    public static String begin(String id, IsolationLevel level) {
        return "begin %s %s".formatted(id, level);
    }

    public static String did(Done done) {
        return "did %d %s %s".formatted(done.columns(), rows(done.seen()), text(done.step()));
    }

    /** Said immediately before the commit is asked for. */
    public static String commit(Map<String, Long> pins) {
        return "commit " + numbers(pins);
    }

    /** Said before each time that a catalog is asked to decide: by attempts it knows its commits. */
    public static String offer(AttemptId attempt) {
        return "offer " + attempt;
    }

    public static String end(Ending ending) {
        return "end %s %s %s"
                .formatted(
                        ending.kind(), numbers(ending.versions()), ending.text().replace('\n', ' '));
    }

    /** The transactions of a log that came to their commit; a last line that was cut off does not count. */
    public static List<Executed> parse(String log) {
        List<Executed> transactions = new ArrayList<>();
        String[] begun = new String[0];
        List<Done> steps = new ArrayList<>();
        for (String line : log.substring(0, log.lastIndexOf('\n') + 1).lines().toList()) {
            String[] words = line.split(" ", 4);
            switch (words[0]) {
                case "begin" -> {
                    begun = words;
                    steps = new ArrayList<>();
                }
                case "did" -> steps.add(new Done(step(words[3]), Integer.parseInt(words[1]), rows(words[2])));
                case "commit" ->
                    transactions.add(new Executed(
                            begun[1], IsolationLevel.valueOf(begun[2]), numbers(words[1]), steps, Ending.UNKNOWN));
                case "offer" -> {
                    // Of no concern to the transaction itself.
                }
                case "end" -> {
                    Executed last = transactions.remove(transactions.size() - 1);
                    Ending ending = new Ending(Ending.Kind.valueOf(words[1]), numbers(words[2]), words[3]);
                    transactions.add(new Executed(last.id(), last.level(), last.pins(), last.steps(), ending));
                }
                default -> throw new IllegalArgumentException(line);
            }
        }
        return transactions;
    }

    /** Whose attempt is whose, in a log. */
    public static Map<AttemptId, String> attempts(String log) {
        Map<AttemptId, String> attempts = new HashMap<>();
        String id = "";
        for (String line : log.substring(0, log.lastIndexOf('\n') + 1).lines().toList()) {
            String[] words = line.split(" ");
            if (words[0].equals("begin")) {
                id = words[1];
            } else if (words[0].equals("offer")) {
                attempts.put(AttemptId.parse(words[1]), id);
            }
        }
        return attempts;
    }

    private static String text(Step step) {
        if (step instanceof Look look) {
            return "look %s %s".formatted(look.looksAt(), range(look.keys()));
        } else if (step instanceof Append append) {
            return "append %s %s".formatted(append.looksAt(), numbers(append.rows()));
        } else if (step instanceof Delete delete) {
            return "delete %s %s %d".formatted(delete.looksAt(), range(delete.keys()), delete.remainder());
        } else if (step instanceof Increase increase) {
            return "increase %s %s %d".formatted(increase.looksAt(), range(increase.keys()), increase.by());
        } else if (step instanceof Merge merge) {
            return "merge %s %s".formatted(merge.looksAt(), numbers(merge.source()));
        } else if (step instanceof Total total) {
            return "total %s %s %s %d".formatted(total.looksAt(), range(total.keys()), total.changes(), total.key());
        } else if (step instanceof Widen widen) {
            return "widen %s %s".formatted(widen.looksAt(), widen.column());
        }
        return "compact " + step.looksAt();
    }

    private static Step step(String text) {
        String[] words = text.split(" ");
        return switch (words[0]) {
            case "look" -> new Look(words[1], range(words[2]));
            case "append" -> new Append(words[1], keyed(words[2]));
            case "delete" -> new Delete(words[1], range(words[2]), Integer.parseInt(words[3]));
            case "increase" -> new Increase(words[1], range(words[2]), Long.parseLong(words[3]));
            case "merge" -> new Merge(words[1], keyed(words[2]));
            case "total" -> new Total(words[1], range(words[2]), words[3], Long.parseLong(words[4]));
            case "widen" -> new Widen(words[1], words[2]);
            case "compact" -> new Compact(words[1]);
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static String range(KeyRange keys) {
        return keys.from() + ".." + keys.to();
    }

    private static KeyRange range(String text) {
        String[] ends = text.split("\\.\\.");
        return new KeyRange(Long.parseLong(ends[0]), Long.parseLong(ends[1]));
    }

    private static String rows(List<Row> rows) {
        return rows.stream().map(Row::toString).collect(Collectors.joining(",", "[", "]"));
    }

    private static List<Row> rows(String text) {
        String inner = text.substring(1, text.length() - 1);
        return inner.isEmpty()
                ? List.of()
                : Arrays.stream(inner.split(",")).map(Row::parse).toList();
    }

    private static String numbers(Map<?, Long> numbers) {
        return numbers.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static SortedMap<String, Long> numbers(String text) {
        SortedMap<String, Long> numbers = new TreeMap<>();
        String inner = text.substring(1, text.length() - 1);
        if (!inner.isEmpty()) {
            for (String entry : inner.split(",")) {
                int equals = entry.indexOf('=');
                numbers.put(entry.substring(0, equals), Long.valueOf(entry.substring(equals + 1)));
            }
        }
        return numbers;
    }

    private static SortedMap<Long, Long> keyed(String text) {
        SortedMap<Long, Long> keyed = new TreeMap<>();
        numbers(text).forEach((key, value) -> keyed.put(Long.valueOf(key), value));
        return keyed;
    }
}
