package io.sluice.trino.system;

import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceColumnHandle.Role;
import io.sluice.trino.handle.StoredField;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import java.util.List;
import java.util.OptionalInt;

/** The columns that tell of a row how and when it has changed. Source: Delta protocol, "Change Data Files". */
final class ChangeColumns {
    private ChangeColumns() {}

    static List<SluiceColumnHandle> all() {
        return List.of(
                column(Role.CHANGE_TYPE, "_change_type", VarcharType.VARCHAR),
                column(Role.COMMIT_VERSION, "_commit_version", BigintType.BIGINT),
                column(Role.COMMIT_TIMESTAMP, "_commit_timestamp", TimestampWithTimeZoneType.TIMESTAMP_TZ_MICROS));
    }

    private static SluiceColumnHandle column(Role role, String name, Type type) {
        return new SluiceColumnHandle(
                role, name, List.of(), type, new StoredField(name, OptionalInt.empty(), List.of()));
    }
}
