package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogTable;
import io.sluice.commit.AttemptId;
import io.sluice.commit.ChangeKind;
import io.sluice.commit.Operation;
import io.sluice.commit.Proposal;
import io.sluice.commit.Ratification;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.commit.SourceFile;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.MarkIngested;
import io.sluice.error.SluiceException;
import io.sluice.format.CreateOutcome;
import io.sluice.format.CreateOutcome.Created;
import io.sluice.format.CreateOutcome.NameTaken;
import io.sluice.format.FormatTable;
import io.sluice.format.TableFormat;
import io.sluice.format.delta.Action.Metadata;
import io.sluice.storage.Storage;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Catalog-managed Delta tables. Remembers the tables that were opened last, so that what one reader or writer has
 * learnt of a table serves the next. Safe for use by several threads.
 */
public final class DeltaFormat implements TableFormat {
    private static final Logger LOG = LoggerFactory.getLogger(DeltaFormat.class);

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
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        KnownHead head = firstHead(table, planned(metadata), now);
        CommitDraft draft = CommitDraft.fold(head, States.NONE, changes);
        DeltaTable created = new DeltaTable(table, catalog, storage, logs, clock);
        requireUnused(created);
        AttemptId attempt = AttemptId.random();
        byte[] content = ActionWriter.write(draft.firstActions(operation, attempt, now));
        Proposal first = new Proposal(
                TableVersion.FIRST,
                attempt,
                draft.summary(operation, kinds(changes), now),
                created.commits().prepared(TableVersion.FIRST, attempt, content),
                Optional.of(draft.head().text()),
                sources(changes));
        return register(created, catalog, first)
                .orElseGet(() -> new Created(remember(new TableKey(table, catalog, storage), created)));
    }

    private static KnownHead firstHead(CatalogTable table, TableMetadata metadata, Instant now) {
        if (!metadata.id().equals(table.id())) {
            throw SluiceException.bug("table %s has the id %s in its metadata, and %s in the catalog"
                    .formatted(table.name(), metadata.id(), table.id()));
        }
        Metadata action = new Metadata(
                table.id().toString(),
                Optional.of(table.name().table()),
                metadata.comment(),
                SchemaJson.write(metadata.schema()),
                metadata.partitionColumns(),
                OptionalLong.of(now.toEpochMilli()),
                metadata.properties());
        DeltaHead head = new DeltaHead(
                TableFeature.protocolOf(metadata.schema(), metadata.properties()),
                action,
                metadata,
                OptionalLong.empty());
        return KnownHead.of(head.text(), head);
    }

    private static void requireUnused(DeltaTable table) {
        if (table.commits().isPublished(TableVersion.FIRST)) {
            throw SluiceException.user("there is a Delta table in the folder %s already: choose another folder"
                    .formatted(table.table().location()));
        }
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
            publish(table, first);
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

    private static void publish(DeltaTable table, Proposal first) {
        try {
            table.publisher().publish(List.of(), first.version(), first.content());
        } catch (RuntimeException failure) {
            LOG.warn("table {} is created, but not published yet", table.table().name(), failure);
        }
    }

    private static Set<ChangeKind> kinds(List<TableChange> changes) {
        Set<ChangeKind> kinds = new TreeSet<>(Set.of(ChangeKind.SCHEMA, ChangeKind.PROPERTIES));
        changes.forEach(change -> kinds.addAll(change.kinds()));
        return kinds;
    }

    private static List<SourceFile> sources(List<TableChange> changes) {
        return changes.stream()
                .filter(MarkIngested.class::isInstance)
                .flatMap(change -> ((MarkIngested) change).sources().stream())
                .toList();
    }

    /** Waits for checkpoints that are being written. */
    @Override
    public void close() {
        logs.close();
    }
}
