package io.sluice.catalog;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.CommitTarget.Turn;
import io.sluice.commit.JointProposal;
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

/** A catalog that passes every call on to another one, of any backend; tests change what they are about. */
public abstract class ForwardingCatalog implements Catalog, MultiTableCommit {
    private final Catalog catalog;

    protected ForwardingCatalog(Catalog catalog) {
        this.catalog = requireNonNull(catalog, "catalog");
    }

    @Override
    public List<NamespaceName> namespaces() {
        return catalog.namespaces();
    }

    @Override
    public void createNamespace(NamespaceName name, Map<String, String> properties) {
        catalog.createNamespace(name, properties);
    }

    @Override
    public void dropNamespace(NamespaceName name) {
        catalog.dropNamespace(name);
    }

    @Override
    public void renameNamespace(NamespaceName from, NamespaceName to) {
        catalog.renameNamespace(from, to);
    }

    @Override
    public Optional<Map<String, String>> namespaceProperties(NamespaceName name) {
        return catalog.namespaceProperties(name);
    }

    @Override
    public void changeNamespaceProperties(NamespaceName name, Map<String, String> set, Set<String> removed) {
        catalog.changeNamespaceProperties(name, set, removed);
    }

    @Override
    public List<CatalogTable> tables(NamespaceName namespace) {
        return catalog.tables(namespace);
    }

    @Override
    public Optional<CatalogTable> table(TableName name) {
        return catalog.table(name);
    }

    @Override
    public Ratification create(CatalogTable table, Proposal first) {
        return catalog.create(table, first);
    }

    @Override
    public void rename(TableName from, TableName to) {
        catalog.rename(from, to);
    }

    @Override
    public void drop(TableName name) {
        catalog.drop(name);
    }

    @Override
    public Optional<TableTip> tip(TableId table, TableVersion base) {
        return catalog.tip(table, base);
    }

    @Override
    public Ratification ratify(TableId table, Proposal proposal, Optional<TableVersion> published) {
        return catalog.ratify(table, proposal, published);
    }

    @Override
    public Answer ratify(JointProposal joint) {
        return ((MultiTableCommit) catalog).ratify(joint);
    }

    @Override
    public Map<TableName, Position> positions() {
        return ((MultiTableCommit) catalog).positions();
    }

    @Override
    public void markPublished(TableId table, TableVersion published) {
        catalog.markPublished(table, published);
    }

    @Override
    public Set<SourceFile> ingested(TableId table, List<SourceFile> sources) {
        return catalog.ingested(table, sources);
    }

    @Override
    public Turn takeTurn(TableId table) {
        return catalog.takeTurn(table);
    }

    @Override
    public Turn takeTurns(List<TableId> tables) {
        return ((MultiTableCommit) catalog).takeTurns(tables);
    }

    @Override
    public void close() {
        catalog.close();
    }
}
