package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogTable;
import io.sluice.commit.AttemptId;
import io.sluice.commit.Operation;
import io.sluice.commit.Proposal;
import io.sluice.commit.Ratification;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.commit.TableChange;
import io.sluice.error.SluiceException;
import io.sluice.format.CreateOutcome;
import io.sluice.format.CreateOutcome.Created;
import io.sluice.format.CreateOutcome.NameTaken;
import io.sluice.format.FormatTable;
import io.sluice.format.TableFormat;
import io.sluice.storage.Storage;
import io.sluice.table.TableMetadata;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Catalog-managed Delta tables. Remembers the tables that were opened last, so that what one reader or writer has
 * learnt of a table serves the next. Safe for use by several threads.
 */
public final class DeltaFormat implements TableFormat {
    private static final String NAME = "delta";
    private static final int OPEN_TABLES = 64;
    /** How often the creation of a table is sent while no reply comes. */
    private static final int DELIVERIES = 3;

    private final InstantSource clock;
    private final DeltaLogs logs = DeltaLogs.create();
    private final Map<TableKey, DeltaTable> tables = new LinkedHashMap<>(16, 0.75f, true);

    /** The same table of another catalog or storage is another one; catalogs and storages are compared by identity. */
    private record TableKey(CatalogTable table, Catalog catalog, Storage storage) {}

    public DeltaFormat(InstantSource clock) {
        this.clock = requireNonNull(clock, "clock");
    }

    /** With the system's clock. */
    public static DeltaFormat system() {
        return new DeltaFormat(InstantSource.system());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public FormatTable open(CatalogTable table, Catalog catalog, Storage storage) {
        TableKey key = new TableKey(table, catalog, storage);
        synchronized (tables) {
            DeltaTable known = tables.get(key);
            return known == null ? remember(key, new DeltaTable(table, catalog, storage, logs, clock)) : known;
        }
    }

    private DeltaTable remember(TableKey key, DeltaTable table) {
        synchronized (tables) {
            tables.put(key, table);
            if (tables.size() > OPEN_TABLES) {
                tables.remove(tables.keySet().iterator().next());
            }
            return table;
        }
    }

    @Override
    public TableMetadata planned(TableMetadata wanted) {
        return PlannedTable.first(wanted);
    }

    @Override
    public CreateOutcome create(
            CatalogTable table,
            TableMetadata metadata,
            List<TableChange> changes,
            Operation operation,
            Catalog catalog,
            Storage storage) {
        CommitDraft.requireFirst(changes);
        DeltaTable created = new DeltaTable(table, catalog, storage, logs, clock);
        Proposal first = new FirstCommit(created, planned(metadata)).propose(changes, operation, AttemptId.random());
        return register(created, catalog, first)
                .orElseGet(() -> new Created(remember(new TableKey(table, catalog, storage), created)));
    }

    @Override
    public FormatTable toBeMade(CatalogTable table, TableMetadata metadata, Catalog catalog, Storage storage) {
        return new NewDeltaTable(new DeltaTable(table, catalog, storage, logs, clock), planned(metadata));
    }

    /** Empty if the table is registered. */
    private static Optional<CreateOutcome> register(DeltaTable table, Catalog catalog, Proposal first) {
        Ratification answer;
        try {
            answer = deliver(catalog, table.table(), first);
        } catch (SluiceException failure) {
            if (failure.kind() == SluiceException.Kind.EXTERNAL) {
                return Optional.of(new CreateOutcome.Unknown(failure));
            }
            DeltaTarget.discard(table, first.content());
            throw failure;
        }
        if (answer instanceof Ratified) {
            FirstTarget.publish(table, first);
            return Optional.empty();
        }
        DeltaTarget.discard(table, first.content());
        if (answer instanceof Ratification.Superseded) {
            return Optional.of(new NameTaken());
        }
        throw SluiceException.bug("unexpected answer of the catalog to the creation of a table: " + answer);
    }

    private static Ratification deliver(Catalog catalog, CatalogTable table, Proposal first) {
        for (int delivery = 1; ; delivery++) {
            try {
                return catalog.create(table, first);
            } catch (SluiceException failure) {
                boolean repeatable = failure.kind() == SluiceException.Kind.EXTERNAL && delivery < DELIVERIES;
                if (!repeatable) {
                    // A plain refusal says nothing about an earlier delivery whose reply was lost.
                    throw delivery == 1 ? failure : SluiceException.external(failure.getMessage(), failure);
                }
            }
        }
    }

    /** Waits for checkpoints that are being written. */
    @Override
    public void close() {
        logs.close();
    }
}
