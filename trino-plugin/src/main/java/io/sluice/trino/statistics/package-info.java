/**
 * What is known of the values of tables' columns beyond what the log tells of files: how many differ, and how large
 * they are. It is collected by {@code ANALYZE} and by statements that write, is kept beside a table's log, and serves
 * the optimizer only: no answer ever depends on it.
 */
package io.sluice.trino.statistics;
