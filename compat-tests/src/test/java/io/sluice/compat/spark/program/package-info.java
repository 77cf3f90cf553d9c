/** Spark in processes of its own, for tests to end in the midst of what they do. */
package io.sluice.compat.spark.program;
