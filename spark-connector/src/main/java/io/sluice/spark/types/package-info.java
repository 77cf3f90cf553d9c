/** Sluice's types and values as Spark's, and back. */
package io.sluice.spark.types;
