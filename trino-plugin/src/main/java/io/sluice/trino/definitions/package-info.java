/** Defining schemas, tables, columns and views. */
package io.sluice.trino.definitions;
