/**
 * The embedded engine: the one place that speaks JDBC to DuckDB. Sessions, cancelling, progress, the meaning of its
 * errors, its types against ours, the text of SQL, and Parquet files with their statistics.
 */
package io.sluice.duckdb;
