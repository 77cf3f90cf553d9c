/**
 * Seeded random programs of SQL statements, run by one server on tables of a lake and, as plain queries, on tables in
 * memory: after every statement both have the same rows.
 */
package io.sluice.trino.programs;
