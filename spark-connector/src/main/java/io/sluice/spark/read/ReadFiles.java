package io.sluice.spark.read;

import io.sluice.scan.ScanTask;
import java.util.List;

/** A scan that tells which files it reads. */
@FunctionalInterface
public interface ReadFiles {
    /** The files that are left after all filters that Spark has found so far. */
    List<ScanTask> files();
}
