/** DELETE, UPDATE and MERGE, by deletions beside the files and new files. */
package io.sluice.spark.rows;
