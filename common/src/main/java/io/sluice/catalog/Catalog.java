package io.sluice.catalog;

import io.sluice.commit.CommitTarget.Turn;
import io.sluice.commit.Proposal;
import io.sluice.commit.Ratification;
import io.sluice.commit.SourceFile;
import io.sluice.table.NamespaceName;
import io.sluice.table.TableId;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Maps names to tables and ratifies commits; the only authority on what the last state of a table is.
 *
 * <p>Rules of ratification (Delta protocol, "Catalog-managed tables"): version v is ratified at most once and never
 * before v-1; a ratified commit's content is kept until the catalog is told that it is published. A proposal that was
 * ratified and is offered again, by the same attempt, is answered {@code Ratified} again.
 *
 * <p>Failures: {@code SluiceException} of kind {@code EXTERNAL} from a changing method means that the change may or may
 * not have happened; of any other kind, that it has not. Safe for use by several threads; several processes may have
 * the same catalog open.
 */
public interface Catalog extends AutoCloseable {
    /**
     * A catalog remembers at least this many of the last commits of a table, published or not, and every commit that is
     * not published: so that a lost reply can be resolved and winners be looked at.
     */
    int REMEMBERED_COMMITS = 1000;

    /** All namespaces, by name; {@link NamespaceName#DEFAULT} is there from the start. */
    List<NamespaceName> namespaces();

    /** Makes a namespace; a user error if it is there. */
    void createNamespace(NamespaceName name, Map<String, String> properties);

    /** Removes an empty namespace; a user error if it is missing or has tables. */
    void dropNamespace(NamespaceName name);

    /**
     * Gives a namespace another name, with its properties and all of its tables, at one moment. The tables stay what
     * they are apart from their names, so that a commit to one of them that has begun goes on, as after
     * {@link #rename}. The old name is free: whoever creates a table in it afterwards makes a new namespace.
     *
     * <p>A user error if the namespace is missing or the new name is taken.
     */
    void renameNamespace(NamespaceName from, NamespaceName to);

    /** The properties of a namespace; empty if there is none of that name. */
    Optional<Map<String, String>> namespaceProperties(NamespaceName name);

    /** Sets and removes properties of a namespace; a user error if it is missing. */
    void changeNamespaceProperties(NamespaceName name, Map<String, String> set, Set<String> removed);

    /** The tables of a namespace, by name; a user error if the namespace is missing. */
    List<CatalogTable> tables(NamespaceName namespace);

    Optional<CatalogTable> table(TableName name);

    /**
     * Registers a table together with its first version; makes the namespace if it is missing.
     *
     * @param first version 0; its head is present
     * @return {@code Ratified}; {@code Superseded} if another table has the name (an attempt that is repeated is
     *     recognised and is {@code Ratified}); {@code SourcesTaken} never, as the ledger of a new table is empty
     */
    Ratification create(CatalogTable table, Proposal first);

    /**
     * Gives a table another name, also in another namespace that exists; a user error if the table is missing or the
     * new name is taken.
     */
    void rename(TableName from, TableName to);

    /** Forgets a table and its ledger of sources; its files stay. A user error if it is missing. */
    void drop(TableName name);

    /** The tip, with what happened since {@code base} as far as it is remembered; empty if the table is gone. */
    Optional<TableTip> tip(TableId table, TableVersion base);

    /**
     * Decides on a proposal. A version that is dated no later than the one before it is a bug.
     *
     * @param published commits up to this version are durably published, and their content need not be kept; empty if
     *     nothing new is known; heeded only when the proposal is newly ratified, and only for versions before it
     */
    Ratification ratify(TableId table, Proposal proposal, Optional<TableVersion> published);

    /**
     * Tells the catalog that commits up to that version are durably published. Versions that are not ratified and
     * tables that are gone are passed over.
     */
    void markPublished(TableId table, TableVersion published);

    /**
     * Which of these sources are in the table already, in the order asked; none if the table is gone. Cheap also for
     * many sources and a ledger of millions.
     */
    Set<SourceFile> ingested(TableId table, List<SourceFile> sources);

    /** Waits, for a bounded time, for a turn at committing to a table; {@link Turn#FREE} where there is no queue. */
    Turn takeTurn(TableId table);

    @Override
    void close();
}
