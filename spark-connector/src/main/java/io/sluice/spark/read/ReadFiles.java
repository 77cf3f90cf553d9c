package io.sluice.spark.read;

import io.sluice.scan.ScanTask;
import java.util.List;

/** A scan that tells which files it reads. */
@FunctionalInterface
public interface ReadFiles {
    /** The files whose rows were given to tasks; none before that. */
    List<ScanTask> files();
}
