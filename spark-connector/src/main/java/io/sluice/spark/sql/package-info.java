/** Statements about the tables of lakes that Spark's SQL does not have. Everything else is left to the next parser. */
package io.sluice.spark.sql;
