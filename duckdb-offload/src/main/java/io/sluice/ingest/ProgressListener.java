package io.sluice.ingest;

/** Is told from time to time how far an ingest is. Called by a thread of its own; must return soon. */
@FunctionalInterface
public interface ProgressListener {
    ProgressListener SILENT = progress -> {};

    void progressed(Progress progress);

    /**
     * How far the reading is.
     *
     * @param fraction from 0 to 1, an estimate
     * @param rows rows read so far, an estimate
     * @param files source files that are read
     * @param bytes their length
     */
    record Progress(double fraction, long rows, int files, long bytes) {}
}
