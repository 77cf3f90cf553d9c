package io.sluice.trino.write;

/**
 * How much a writer keeps open.
 *
 * @param sizeBytes a file that has passed this size is closed and the next one begun
 * @param idleBytes a file that gets no rows for a while is closed if it has passed this size
 * @param openFiles at most so many files are open at the same time
 */
public record FileLimits(long sizeBytes, long idleBytes, int openFiles) {
    public FileLimits {
        if (sizeBytes <= 0 || idleBytes < 0 || openFiles <= 0) {
            throw new IllegalArgumentException("%d, %d, %d".formatted(sizeBytes, idleBytes, openFiles));
        }
    }
}
