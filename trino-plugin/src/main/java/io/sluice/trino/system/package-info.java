/** What can be asked of a table beside its rows: {@code "orders$history"} and its like, and {@code table_changes}. */
package io.sluice.trino.system;
