/**
 * Tables as sources of streams. {@link io.sluice.spark.stream.TableStream} is what Spark asks; a position in a table is
 * a number of files of the state that the stream began with, or of commits and of files of the next one. How far a
 * batch goes, and whether a commit may be read at all, is decided here without Spark.
 */
package io.sluice.spark.stream;
