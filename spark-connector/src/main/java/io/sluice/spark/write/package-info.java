/** Appends and overwrites: data files by Spark's own Parquet writer, committed on the driver. */
package io.sluice.spark.write;
