package io.sluice.compat.bench;

import io.sluice.compat.process.ProcessRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured in one Spark process that has the catalogs of Sluice and of its peers, delta-spark and Iceberg, by
 * what was done.
 */
record Contenders(Map<String, Map<String, Samples>> millis) {
    private static final String SLUICE = "SLUICE";
    private static final List<String> PEERS = List.of("DELTA", "ICEBERG");
    private static final Map<String, String> NAMES = Map.of("DELTA", "delta-spark", "ICEBERG", "Iceberg");

    /** Reads lines of {@code time}, what, who and milliseconds, with tabs between; others are not for it. */
    static Contenders of(ProcessRun run) {
        Map<String, Map<String, Samples>> millis = new LinkedHashMap<>();
        run.output()
                .lines()
                .map(line -> line.split("\t", -1))
                .filter(parts -> parts[0].equals("time"))
                .forEach(parts -> millis.computeIfAbsent(parts[1], what -> new LinkedHashMap<>())
                        .computeIfAbsent(parts[2], who -> new Samples())
                        .add(Double.parseDouble(parts[3])));
        return new Contenders(millis);
    }

    /**
     * One thing beside the faster of the two peers.
     *
     * @param key what it is called in the output
     * @param most of the peer's time that it should take
     */
    Finding finding(String key, String what, double most) {
        Map<String, Samples> measured = millis.get(key);
        return finding(what, measured.get(SLUICE), measured, "%.0f", "ms", most);
    }

    /** The sums of the rounds, beside the peer with the smaller ones. */
    Finding total(String what, double most) {
        Map<String, Samples> sums = new LinkedHashMap<>();
        millis.values()
                .forEach(measured ->
                        measured.forEach((who, samples) -> sums.merge(who, samples.times(1e-3), Samples::plus)));
        return finding(what, sums.get(SLUICE), sums, "%.1f", "s", most);
    }

    /** Everything beside the faster peer, without a target. */
    List<Finding> each() {
        return millis.keySet().stream().map(key -> finding(key, key)).toList();
    }

    /** One thing beside the faster of the two peers, without a target. */
    Finding finding(String key, String what) {
        Map<String, Samples> measured = millis.get(key);
        String fastest = fastest(measured);
        Samples ours = measured.get(SLUICE);
        Samples peer = measured.get(fastest);
        return Finding.beside(
                what,
                ours.text("%.0f", "ms"),
                NAMES.get(fastest) + " " + peer.text("%.0f", "ms"),
                ours.pairedRatio(peer));
    }

    private static Finding finding(
            String what, Samples ours, Map<String, Samples> measured, String format, String unit, double most) {
        String fastest = fastest(measured);
        String slower = PEERS.get(1 - PEERS.indexOf(fastest));
        double ratio = ours.pairedRatio(measured.get(fastest));
        return Finding.judged(
                what,
                ours.text(format, unit),
                "%s %s; %s %s"
                        .formatted(
                                NAMES.get(fastest),
                                measured.get(fastest).text(format, unit),
                                NAMES.get(slower),
                                measured.get(slower).text(format, unit)),
                ratio,
                "≤ %s ×".formatted(most),
                ratio <= most);
    }

    private static String fastest(Map<String, Samples> measured) {
        return measured.get(PEERS.get(0)).median() <= measured.get(PEERS.get(1)).median() ? PEERS.get(0) : PEERS.get(1);
    }
}
