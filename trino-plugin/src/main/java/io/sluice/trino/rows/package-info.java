/** UPDATE, DELETE and MERGE: rows that go by their places in files, and rows that come in new files. */
package io.sluice.trino.rows;
