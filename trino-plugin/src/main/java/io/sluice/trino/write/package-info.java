/** Writing rows into new files, and the statements that add rows: INSERT, CREATE TABLE AS. */
package io.sluice.trino.write;
