package io.sluice.spark.catalog;

import static java.util.Objects.requireNonNull;

import io.sluice.catalog.CatalogTable;
import io.sluice.error.SluiceException;
import io.sluice.lake.Lake;
import io.sluice.spark.session.LakeSession;
import io.sluice.spark.session.PinnedTable;
import io.sluice.table.NamespaceName;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.util.Optional;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.TableInfo;

/** Makes, replaces, renames and drops tables. */
public final class Definitions {
    private final LakeSession session;

    public Definitions(LakeSession session) {
        this.session = requireNonNull(session, "session");
    }

    /** The table as the session sees it now. */
    public PinnedTable load(Identifier name) throws NoSuchTableException {
        return find(name).orElseThrow(() -> new NoSuchTableException(name));
    }

    /** The table in an earlier state. */
    public PinnedTable load(Identifier name, TableVersion version) throws NoSuchTableException {
        return Identifiers.table(name)
                .flatMap(table -> session.find(table, version))
                .orElseThrow(() -> new NoSuchTableException(name));
    }

    /** The table as it was at an instant. */
    public PinnedTable load(Identifier name, Instant instant) throws NoSuchTableException {
        return Identifiers.table(name)
                .flatMap(table -> session.find(table, instant))
                .orElseThrow(() -> new NoSuchTableException(name));
    }

    /** The table as the session sees it now; empty if there is none. */
    public Optional<PinnedTable> find(Identifier name) {
        return Identifiers.table(name).flatMap(session::find);
    }

    /** A table that is not there yet, to be filled and published. */
    public StagedWrite create(Identifier name, TableInfo definition)
            throws TableAlreadyExistsException, NoSuchNamespaceException {
        requireNoTransaction("CREATE TABLE");
        TableName wanted = Identifiers.newTable(name);
        if (session.find(wanted).isPresent()) {
            throw new TableAlreadyExistsException(name);
        }
        requireNamespace(wanted.namespace());
        Lake lake = session.made();
        CatalogTable reserved = lake.reserve(wanted);
        TableMetadata metadata = new TableDefinition(definition).metadata(reserved.id());
        return new StagedCreation(session, reserved, lake.planned(metadata));
    }

    /** A table that is there, to be filled anew and published. */
    public StagedWrite replace(Identifier name, TableInfo definition) throws NoSuchTableException {
        return replacement(load(name), definition);
    }

    /** A table, whether or not it is there, to be filled anew and published. */
    public StagedWrite createOrReplace(Identifier name, TableInfo definition) throws NoSuchNamespaceException {
        Optional<PinnedTable> there = find(name);
        if (there.isPresent()) {
            return replacement(there.get(), definition);
        }
        try {
            return create(name, definition);
        } catch (TableAlreadyExistsException fasterByAMoment) {
            return replacement(find(name).orElseThrow(), definition);
        }
    }

    private StagedWrite replacement(PinnedTable table, TableInfo definition) {
        TableMetadata metadata =
                new TableDefinition(definition).metadata(table.table().id());
        return new StagedReplacement(table, metadata, session.made().planned(metadata));
    }

    /** Forgets a table; false if there is none. Its files stay. */
    public boolean drop(Identifier name) {
        requireNoTransaction("DROP TABLE");
        Optional<TableName> wanted = Identifiers.table(name);
        boolean there = wanted.isPresent() && session.find(wanted.get()).isPresent();
        if (there) {
            session.made().catalog().drop(wanted.get());
        }
        return there;
    }

    public void rename(Identifier from, Identifier to) throws NoSuchTableException, TableAlreadyExistsException {
        requireNoTransaction("ALTER TABLE RENAME");
        TableName old = load(from).name();
        TableName wanted = Identifiers.newTable(to);
        if (session.find(wanted).isPresent()) {
            throw new TableAlreadyExistsException(to);
        }
        session.made().catalog().rename(old, wanted);
    }

    private void requireNamespace(NamespaceName namespace) throws NoSuchNamespaceException {
        boolean there = namespace.equals(NamespaceName.DEFAULT)
                || session.existing()
                        .map(lake -> lake.catalog().namespaces().contains(namespace))
                        .orElse(false);
        if (!there) {
            throw new NoSuchNamespaceException(new String[] {namespace.value()});
        }
    }

    private void requireNoTransaction(String statement) {
        if (session.isInTransaction()) {
            throw SluiceException.user(
                    "%s cannot be part of a transaction: commit or roll back first".formatted(statement));
        }
    }
}
