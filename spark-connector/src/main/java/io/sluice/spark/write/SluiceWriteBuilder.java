package io.sluice.spark.write;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.spark.session.WriteTarget;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;

/** Plans an append to, or an overwrite of, one table. */
public final class SluiceWriteBuilder implements WriteBuilder {
    private final WriteTarget target;

    /**
     * @param target takes the changes when the write commits; it may be a table that the same statement makes
     * @param written options, schema and id of the write
     */
    public SluiceWriteBuilder(WriteTarget target, LogicalWriteInfo written) {
        this.target = requireNonNull(target, "target");
        requireNonNull(written, "written");
    }

    @Override
    public Write build() {
        throw SluiceException.user("writing to table %s from Spark is not supported yet"
                .formatted(target.table().name()));
    }
}
