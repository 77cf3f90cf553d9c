/** Two who write at the same time, tasks that fail in the midst of a write, and what is told of it. */
package io.sluice.spark.races;
