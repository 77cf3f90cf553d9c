package io.sluice.compat.bench;

import java.util.List;

/** One thing that is measured. */
interface Benchmark {
    /** A word for the command line. */
    String name();

    /** Measures; takes seconds to minutes. Files go into the bench's folders only. */
    List<Finding> run(Bench bench) throws Exception;
}
