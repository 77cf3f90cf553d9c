package io.sluice.catalog.sql;

import static java.util.Objects.requireNonNull;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.JointRules;
import io.sluice.catalog.MultiTableCommit;
import io.sluice.catalog.TableTip;
import io.sluice.commit.CommitTarget.Turn;
import io.sluice.commit.JointProposal;
import io.sluice.commit.Proposal;
import io.sluice.commit.Ratification;
import io.sluice.commit.SourceFile;
import io.sluice.table.NamespaceName;
import io.sluice.table.TableId;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A catalog in an SQL database. Every method is one transaction or one consistent look. */
final class SqlCatalog implements Catalog, MultiTableCommit {
    private final Database database;
    private final Turns turns;

    SqlCatalog(Database database, Turns turns) {
        this.database = requireNonNull(database, "database");
        this.turns = requireNonNull(turns, "turns");
    }

    @Override
    public List<NamespaceName> namespaces() {
        return database.read("list namespaces", NamespaceRows::list);
    }

    @Override
    public void createNamespace(NamespaceName name, Map<String, String> properties) {
        change("create namespace " + name, session -> NamespaceRows.create(session, name, properties));
    }

    @Override
    public void dropNamespace(NamespaceName name) {
        change("drop namespace " + name, session -> NamespaceRows.drop(session, name));
    }

    @Override
    public void renameNamespace(NamespaceName from, NamespaceName to) {
        change("rename namespace " + from, session -> NamespaceRows.rename(session, from, to));
    }

    @Override
    public Optional<Map<String, String>> namespaceProperties(NamespaceName name) {
        return database.read("read namespace " + name, session -> NamespaceRows.properties(session, name));
    }

    @Override
    public void changeNamespaceProperties(NamespaceName name, Map<String, String> set, Set<String> removed) {
        change("change namespace " + name, session -> NamespaceRows.change(session, name, set, removed));
    }

    @Override
    public List<CatalogTable> tables(NamespaceName namespace) {
        return database.read("list tables of " + namespace, session -> TableRows.list(session, namespace));
    }

    @Override
    public Optional<CatalogTable> table(TableName name) {
        return database.read("look up table " + name, session -> TableRows.find(session, name));
    }

    @Override
    public Ratification create(CatalogTable table, Proposal first) {
        return database.change("create table " + table.name(), session -> CommitRows.create(session, table, first));
    }

    @Override
    public void rename(TableName from, TableName to) {
        change("rename table " + from, session -> TableRows.rename(session, from, to));
    }

    @Override
    public void drop(TableName name) {
        change("drop table " + name, session -> TableRows.drop(session, name));
    }

    @Override
    public Optional<TableTip> tip(TableId table, TableVersion base) {
        return database.read("read the last version", session -> CommitRows.tip(session, table, base));
    }

    @Override
    public Ratification ratify(TableId table, Proposal proposal, Optional<TableVersion> published) {
        return database.change(
                "ratify version " + proposal.version(),
                session -> CommitRows.ratify(session, table, proposal, published));
    }

    @Override
    public Answer ratify(JointProposal joint) {
        JointRules.check(joint);
        return database.change(
                "ratify the next versions of %d tables".formatted(joint.parts().size()),
                session -> JointRows.ratify(session, joint));
    }

    @Override
    public Map<TableName, Position> positions() {
        return database.read("read the last versions", TableRows::positions);
    }

    @Override
    public void markPublished(TableId table, TableVersion published) {
        change("note published versions", session -> CommitRows.markPublished(session, table, published));
    }

    @Override
    public Set<SourceFile> ingested(TableId table, List<SourceFile> sources) {
        return database.read("look up sources", session -> SourceRows.ingested(session, table, sources));
    }

    @Override
    public Turn takeTurn(TableId table) {
        return turns.take(table);
    }

    @Override
    public Turn takeTurns(List<TableId> tables) {
        return turns.takeAll(tables);
    }

    @Override
    public void close() {
        turns.close();
        database.close();
    }

    /** Work that answers nothing. */
    private interface Change {
        void run(Session session) throws SQLException;
    }

    private void change(String what, Change change) {
        database.change(what, session -> {
            change.run(session);
            return null;
        });
    }
}
