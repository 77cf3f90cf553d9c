package io.sluice.trino.read;

import static java.util.Objects.requireNonNull;

import io.sluice.scan.Snapshot;
import io.sluice.table.DataType;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import io.sluice.trino.definitions.CheckConstraints;
import io.sluice.trino.definitions.TableSettings;
import io.sluice.trino.handle.SluiceColumnHandle;
import io.sluice.trino.handle.SluiceColumnHandle.Role;
import io.sluice.trino.handle.SluiceTableHandle;
import io.sluice.trino.handle.StoredField;
import io.sluice.trino.transaction.SluiceTransaction;
import io.sluice.trino.types.TrinoTypes;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.ConnectorTableVersion;
import io.trino.spi.connector.PointerType;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The tables of a lake as a transaction sees them, by name. */
public final class TableLookup {
    private final SluiceTransaction transaction;

    public TableLookup(SluiceTransaction transaction) {
        this.transaction = requireNonNull(transaction, "transaction");
    }

    Optional<SluiceTableHandle> find(SchemaTableName name, Optional<ConnectorTableVersion> version, ZoneId zone) {
        if (transaction.find(name).isEmpty()) {
            // Somebody may have made it lately.
            transaction.lookAnew();
        }
        if (transaction.find(name).isEmpty()) {
            return Optional.empty();
        }
        OptionalLong number =
                version.isPresent() ? OptionalLong.of(number(name, version.get(), zone)) : OptionalLong.empty();
        return Optional.of(SluiceTableHandle.whole(name, number));
    }

    private long number(SchemaTableName name, ConnectorTableVersion version, ZoneId zone) {
        if (version.getPointerType() == PointerType.TEMPORAL) {
            return transaction.versionAsOf(name, TimeTravel.instant(version, zone));
        }
        if (version.getVersion() instanceof Long number) {
            return number;
        }
        throw new TrinoException(
                StandardErrorCode.NOT_SUPPORTED,
                "Unsupported type for table version: %s; write FOR VERSION AS OF and a number"
                        .formatted(version.getVersionType().getDisplayName()));
    }

    TableMetadata metadata(SluiceTableHandle table) {
        Snapshot snapshot = transaction.snapshot(table);
        return snapshot.metadata();
    }

    ConnectorTableMetadata described(SluiceTableHandle table) {
        TableMetadata metadata = metadata(table);
        return new ConnectorTableMetadata(
                table.name(),
                Stream.concat(
                                metadata.schema().columns().stream().map(TableLookup::column),
                                hidden().stream().map(TableLookup::hiddenColumn))
                        .toList(),
                TableSettings.shown(metadata),
                metadata.comment(),
                CheckConstraints.of(metadata));
    }

    ColumnMetadata column(SluiceTableHandle table, SluiceColumnHandle column) {
        if (column.isWholeColumn()) {
            // Trino asks once more for a column that was renamed or dropped.
            return metadata(table)
                    .schema()
                    .column(column.name())
                    .map(TableLookup::column)
                    .orElseGet(() -> new ColumnMetadata(column.name(), column.type()));
        }
        return hiddenColumn(column);
    }

    private static ColumnMetadata hiddenColumn(SluiceColumnHandle column) {
        return ColumnMetadata.builder()
                .setName(column.name())
                .setType(column.type())
                .setHidden(true)
                .build();
    }

    static ColumnMetadata column(Field field) {
        return ColumnMetadata.builder()
                .setName(field.name())
                .setType(TrinoTypes.type(field.type()))
                .setNullable(field.nullable())
                .setDefaultValue(TableSettings.shownDefault(field))
                .setComment(field.comment())
                .build();
    }

    /** The columns by the names that Trino has for them, in the order of the schema; hidden ones last. */
    Map<String, ColumnHandle> columns(SluiceTableHandle table) {
        TableMetadata metadata = metadata(table);
        Map<String, ColumnHandle> columns = new LinkedHashMap<>();
        metadata.schema().columns().forEach(field -> {
            Role role = metadata.partitionColumns().contains(field.name()) ? Role.PARTITION : Role.STORED;
            columns.put(field.name().toLowerCase(Locale.ROOT), column(role, field));
        });
        hidden().forEach(column -> columns.put(column.name(), column));
        return columns;
    }

    private static SluiceColumnHandle column(Role role, Field field) {
        return new SluiceColumnHandle(
                role, field.name(), List.of(), TrinoTypes.type(field.type()), StoredField.of(field));
    }

    private static List<SluiceColumnHandle> hidden() {
        List<SluiceColumnHandle> hidden = new ArrayList<>();
        hidden.add(hidden(Role.PATH, "$path", VarcharType.VARCHAR));
        hidden.add(hidden(Role.FILE_SIZE, "$file_size", BigintType.BIGINT));
        hidden.add(
                hidden(Role.FILE_MODIFIED_TIME, "$file_modified_time", TimestampWithTimeZoneType.TIMESTAMP_TZ_MILLIS));
        return hidden;
    }

    private static SluiceColumnHandle hidden(Role role, String name, Type type) {
        return new SluiceColumnHandle(
                role, name, List.of(), type, StoredField.of(Field.optional(name, DataType.Primitive.STRING)));
    }
}
