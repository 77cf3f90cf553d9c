package io.sluice.ingest;

import io.sluice.ingest.InputGroup.Origin;
import io.sluice.table.DataType;
import io.sluice.table.Field;

/** A column of the table as it will be after the commit, and who has said so. */
record TargetColumn(Field field, Origin origin) {
    String name() {
        return field.name();
    }

    TargetColumn withType(DataType type) {
        return new TargetColumn(field.withType(type), origin);
    }
}
