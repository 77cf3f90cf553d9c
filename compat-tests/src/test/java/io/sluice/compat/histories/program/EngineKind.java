package io.sluice.compat.histories.program;

/** How writers write. */
public enum EngineKind {
    /** Rows are found, written and deleted by the test itself: what is proved is the core. */
    CORE,
    /** By statements of a session, as {@code sluice sql} runs them. */
    SQL,
    /** By statements of Spark. */
    SPARK
}
