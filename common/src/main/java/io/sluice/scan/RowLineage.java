package io.sluice.scan;

/**
 * Which rows those of a file are, where the file itself does not say it for a row. Source: Delta protocol, "Row
 * Tracking".
 *
 * @param firstRowId the id of the file's first row; each following row has the next one, deleted rows included
 * @param version the version that inserted or changed the rows last
 */
public record RowLineage(long firstRowId, long version) {}
