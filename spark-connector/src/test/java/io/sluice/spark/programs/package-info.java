/**
 * Seeded random programs of SQL statements, run on tables of a lake and on a plain model of them: after every statement
 * both have the same rows.
 */
package io.sluice.spark.programs;
