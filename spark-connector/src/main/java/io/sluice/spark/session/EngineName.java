package io.sluice.spark.session;

import java.util.Optional;
import org.apache.spark.package$;

/** How this engine signs its commits. */
public final class EngineName {
    /** Name and version of the program, as in a table's history. */
    public static final String TEXT = "sluice/%s (spark %s)"
            .formatted(
                    Optional.ofNullable(EngineName.class.getPackage().getImplementationVersion())
                            .orElse("0.1.0"),
                    package$.MODULE$.SPARK_VERSION());

    private EngineName() {}
}
