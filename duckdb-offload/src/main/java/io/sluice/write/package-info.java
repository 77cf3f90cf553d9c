/**
 * Statements that change rows: how new rows become data files of a table, exactly and by its rules, and what else a
 * statement does to the table's files.
 */
package io.sluice.write;
