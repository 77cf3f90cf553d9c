/** Scans of one snapshot by Spark's own Parquet reader. */
package io.sluice.spark.read;
