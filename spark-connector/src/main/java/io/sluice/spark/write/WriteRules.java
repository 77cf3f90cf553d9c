package io.sluice.spark.write;

import io.sluice.error.SluiceException;
import io.sluice.spark.session.WriteTarget;
import io.sluice.table.Field;
import io.sluice.table.TableName;
import io.sluice.table.TableProperties;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.StructType;

/** What a table refuses before a job is started for it. */
public final class WriteRules {
    private WriteRules() {}

    /** A user error if rows may only be added. */
    public static void requireChangeable(TableName table, TableProperties properties) {
        if (properties.isAppendOnly()) {
            throw SluiceException.user(
                    "table %s only takes new rows, because its property %s is true: rows in it cannot be changed or removed"
                            .formatted(table, TableProperties.APPEND_ONLY));
        }
    }

    /** A user error if the level that changes are to be committed at is not one. */
    public static void requireLevel(WriteTarget target, Map<String, String> options) {
        target.isolation(options);
    }

    /** A user error if rows of that schema cannot be written to the table. */
    public static void requireWritable(WriteTarget target, StructType rows) {
        List<Field> columns = target.metadata().schema().columns();
        if (rows.length() != columns.size()) {
            throw SluiceException.user("table %s has %d columns, but the rows to be written have %d: %s"
                    .formatted(
                            target.table().name(),
                            columns.size(),
                            rows.length(),
                            String.join(", ", rows.fieldNames())));
        }
    }
}
