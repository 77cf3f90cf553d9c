package io.sluice.trino.rows;

import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceColumnHandle.Role;
import io.sluice.trino.handle.StoredField;
import io.trino.spi.type.VarcharType;
import java.util.List;

/** What becomes of a row, as files of changes have it. Source: Delta protocol, section "Change Data Files". */
enum ToldChange {
    INSERT("insert"),
    BEFORE_UPDATE("update_preimage"),
    AFTER_UPDATE("update_postimage"),
    DELETE("delete");

    /** The column of those files that says it. */
    static final SluiceColumnHandle COLUMN = new SluiceColumnHandle(
            Role.STORED,
            "_change_type",
            List.of(),
            VarcharType.VARCHAR,
            StoredField.of(Field.optional("_change_type", Primitive.STRING)));

    private final String text;

    ToldChange(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
