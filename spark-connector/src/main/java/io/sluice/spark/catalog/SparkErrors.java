package io.sluice.spark.catalog;

import io.sluice.table.TableName;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;

/** Failures that users of Spark know by Spark's own exceptions. */
final class SparkErrors {
    private SparkErrors() {}

    /** Thrown also where no checked exception is declared, as Scala knows none. */
    static RuntimeException taken(TableName name) {
        return unchecked(new TableAlreadyExistsException(Identifiers.identifier(name)));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // The cast is what makes the compiler look away.
    private static <E extends Exception> RuntimeException unchecked(Exception failure) throws E {
        throw (E) failure;
    }
}
