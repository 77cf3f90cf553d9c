package io.sluice.trino.system;

import static java.util.Objects.requireNonNull;

import io.sluice.format.FormatTable;
import io.sluice.format.HistoryEntry;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.scan.Snapshot;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import io.sluice.trino.handle.SluiceTableHandle;
import io.sluice.trino.transaction.SluiceTransaction;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.connector.SystemTable;
import io.trino.spi.type.VarcharType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The system tables of a table, {@code "orders$files"}, as a transaction sees them. Looking at them is reading. */
public final class SystemTables {
    private static final List<ColumnMetadata> PROPERTIES =
            List.of(new ColumnMetadata("key", VarcharType.VARCHAR), new ColumnMetadata("value", VarcharType.VARCHAR));

    private final SluiceTransaction transaction;
    private final InstantSource clock;

    public SystemTables(SluiceTransaction transaction, InstantSource clock) {
        this.transaction = requireNonNull(transaction, "transaction");
        this.clock = requireNonNull(clock, "clock");
    }

    /** Empty if there is no such table, or nothing of that name is told of tables. */
    public Optional<SystemTable> find(SchemaTableName name) {
        int dollar = name.getTableName().lastIndexOf('$');
        if (dollar <= 0) {
            return Optional.empty();
        }
        SchemaTableName of =
                new SchemaTableName(name.getSchemaName(), name.getTableName().substring(0, dollar));
        if (transaction.find(of).isEmpty()) {
            return Optional.empty();
        }
        SluiceTableHandle table = SluiceTableHandle.whole(of, OptionalLong.empty());
        return switch (name.getTableName().substring(dollar + 1)) {
            case "history" -> listed(name, TableHistory.HISTORY, () -> commits(of, table, TableHistory::history));
            case "snapshots" -> listed(name, TableHistory.SNAPSHOTS, () -> commits(of, table, TableHistory::snapshot));
            case "files" -> files(name, table);
            case "partitions" -> partitions(name, table);
            case "properties" -> listed(name, PROPERTIES, () -> properties(table));
            case "orphan_files" -> listed(name, OrphanListing.COLUMNS, () -> orphans(of));
            default -> Optional.empty();
        };
    }

    private static Optional<SystemTable> listed(
            SchemaTableName name, List<ColumnMetadata> columns, Supplier<List<List<Object>>> rows) {
        return Optional.of(new ListedTable(new ConnectorTableMetadata(name, columns), rows));
    }

    private Snapshot read(SluiceTableHandle table) {
        transaction.readRows(table, Predicate.ALL);
        return transaction.snapshot(table);
    }

    /** Without those that came after the version that the transaction reads. */
    private List<List<Object>> commits(
            SchemaTableName name, SluiceTableHandle table, Function<HistoryEntry, List<Object>> row) {
        Snapshot snapshot = read(table);
        return transaction.find(name).orElseThrow().opened().history(Integer.MAX_VALUE).stream()
                .filter(entry -> !entry.version().isAfter(snapshot.version()))
                .map(row)
                .toList();
    }

    private Optional<SystemTable> files(SchemaTableName name, SluiceTableHandle table) {
        FileListing listing = new FileListing(transaction.snapshot(table).metadata());
        return listed(name, listing.columns(), () -> {
            Snapshot snapshot = read(table);
            List<ScanTask> tasks = snapshot.planWithStatistics(
                            Predicate.ALL,
                            snapshot.metadata().schema().columns().stream()
                                    .map(Field::name)
                                    .collect(Collectors.toSet()))
                    .tasks();
            return tasks.stream().map(listing::row).toList();
        });
    }

    private Optional<SystemTable> partitions(SchemaTableName name, SluiceTableHandle table) {
        PartitionListing listing =
                new PartitionListing(transaction.snapshot(table).metadata());
        return listed(
                name,
                listing.columns(),
                () -> listing.rows(read(table).plan(Predicate.ALL).tasks()));
    }

    private List<List<Object>> orphans(SchemaTableName name) {
        FormatTable opened = transaction.find(name).orElseThrow().opened();
        Instant before = clock.instant().minus(OrphanListing.AGE);
        return transaction.lake().orphans(opened, before).stream()
                .map(OrphanListing::row)
                .toList();
    }

    private List<List<Object>> properties(SluiceTableHandle table) {
        TableMetadata metadata = read(table).metadata();
        List<List<Object>> rows = new ArrayList<>();
        metadata.properties().forEach((key, value) -> rows.add(List.of(Cells.text(key), Cells.text(value))));
        return rows;
    }
}
