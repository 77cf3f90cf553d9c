package io.sluice.spark.programs;

import io.sluice.random.Draw;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/** How sessions read files, which must not matter: row by row or in batches, and how big those are. */
final class ReaderModes {
    private static final String VECTORIZED = "spark.sql.parquet.enableVectorizedReader";
    private static final String NESTED = "spark.sql.parquet.enableNestedColumnVectorizedReader";
    private static final String BATCH = "spark.sql.parquet.columnarReaderBatchSize";

    private final Draw draw;
    private final List<SparkSession> sessions;
    private String current = "";

    ReaderModes(Draw draw, List<SparkSession> sessions) {
        this.draw = draw;
        this.sessions = sessions;
    }

    /** Settings for the whole program. */
    void begin() {
        set("spark.sql.session.timeZone", draw.of("UTC", "UTC", "America/New_York", "Asia/Kolkata"));
        boolean compiles = draw.percent(5);
        set("spark.sql.codegen.wholeStage", Boolean.toString(compiles));
        set("spark.sql.codegen.factoryMode", compiles ? "FALLBACK" : "NO_CODEGEN");
        set("spark.sql.sources.v2.bucketing.enabled", draw.of("true", "false"));
        set("spark.sluice.preserveDataGrouping", draw.of("true", "false"));
        set("spark.sql.autoBroadcastJoinThreshold", draw.of("-1", "10000000"));
        next();
    }

    /** Another mode for the next statement. */
    void next() {
        vectorized(draw.percent(70) ? "true" : "false");
        set(BATCH, draw.of("1", "3", "4096", "4096"));
    }

    /** Does something once in each mode. */
    void forEach(Consumer<String> body) {
        for (String vectorized : List.of("true", "false")) {
            vectorized(vectorized);
            body.accept(current);
        }
    }

    private void vectorized(String on) {
        set(VECTORIZED, on);
        set(NESTED, on);
        current = "vectorized reader: " + on;
    }

    private void set(String name, String value) {
        sessions.forEach(session -> session.conf().set(name, value));
    }

    /** For reports. */
    @Override
    public String toString() {
        return "time zone " + sessions.get(0).conf().get("spark.sql.session.timeZone") + ", " + current;
    }
}
