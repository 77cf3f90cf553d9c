package io.sluice.spark.read;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import java.util.Locale;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** What a user can ask of a read, as an option of it or in the session's configuration. */
record ReadOptions(Grouping grouping) {
    /** The option that chooses the {@link Grouping}: {@code true} keeps partitions together. */
    static final String PRESERVE_DATA_GROUPING = "preserveDataGrouping";

    private static final String SESSION_PRESERVE_DATA_GROUPING = "spark.sluice.preserveDataGrouping";

    /** Which files may share a task. */
    enum Grouping {
        /** Any: tasks are about equally big. */
        BY_SIZE,
        /**
         * Those with the same partition values: joins and aggregations by these need no shuffle, but Spark reads all
         * that has the same values in one task.
         */
        BY_PARTITION
    }

    ReadOptions {
        requireNonNull(grouping, "grouping");
    }

    static ReadOptions of(CaseInsensitiveStringMap options) {
        if (ChangeFeedTable.isAskedFor(options)) {
            throw SluiceException.user(
                    "the option '%s' is for format(\"sluice\").load(name): by its name, read the table of changes, lake.namespace.table.%s"
                            .formatted(ChangeFeedTable.READ_CHANGE_FEED, ChangeFeedTable.NAME));
        }
        String asked = options.getOrDefault(
                PRESERVE_DATA_GROUPING, SQLConf.get().getConfString(SESSION_PRESERVE_DATA_GROUPING, "false"));
        return new ReadOptions(
                Boolean.parseBoolean(asked.toLowerCase(Locale.ROOT)) ? Grouping.BY_PARTITION : Grouping.BY_SIZE);
    }
}
