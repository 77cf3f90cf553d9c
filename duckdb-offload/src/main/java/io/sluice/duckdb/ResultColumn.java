package io.sluice.duckdb;

/**
 * A column of a result.
 *
 * @param type in DuckDB's words
 */
public record ResultColumn(String name, String type) {}
