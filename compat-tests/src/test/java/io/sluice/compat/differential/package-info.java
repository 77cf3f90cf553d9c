/**
 * Seeded random programs of statements, run by Sluice and by plain DuckDB tables: after every statement both have the
 * same rows, and at the end other readers of the format find them too.
 */
package io.sluice.compat.differential;
