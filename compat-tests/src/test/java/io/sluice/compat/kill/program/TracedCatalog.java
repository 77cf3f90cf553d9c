package io.sluice.compat.kill.program;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.TableTip;
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
import java.util.function.Consumer;

/**
 * A catalog that tells when a commit passes from one phase to the next: {@code TURN}, {@code RATIFY}, {@code PUBLISH}.
 */
final class TracedCatalog implements Catalog {
    private final Catalog traced;
    private final Consumer<String> told;

    TracedCatalog(Catalog traced, Consumer<String> told) {
        this.traced = traced;
        this.told = told;
    }

    @Override
    public Ratification create(CatalogTable table, Proposal first) {
        told.accept("RATIFY");
        Ratification answer = traced.create(table, first);
        told.accept("PUBLISH");
        return answer;
    }

    @Override
    public Ratification ratify(TableId table, Proposal proposal, Optional<TableVersion> published) {
        told.accept("RATIFY");
        Ratification answer = traced.ratify(table, proposal, published);
        told.accept("PUBLISH");
        return answer;
    }

    @Override
    public Turn takeTurn(TableId table) {
        told.accept("TURN");
        return traced.takeTurn(table);
    }

    @Override
    public List<NamespaceName> namespaces() {
        return traced.namespaces();
    }

    @Override
    public void createNamespace(NamespaceName name, Map<String, String> properties) {
        traced.createNamespace(name, properties);
    }

    @Override
    public void dropNamespace(NamespaceName name) {
        traced.dropNamespace(name);
    }

    @Override
    public void renameNamespace(NamespaceName from, NamespaceName to) {
        traced.renameNamespace(from, to);
    }

    @Override
    public Optional<Map<String, String>> namespaceProperties(NamespaceName name) {
        return traced.namespaceProperties(name);
    }

    @Override
    public void changeNamespaceProperties(NamespaceName name, Map<String, String> set, Set<String> removed) {
        traced.changeNamespaceProperties(name, set, removed);
    }

    @Override
    public List<CatalogTable> tables(NamespaceName namespace) {
        return traced.tables(namespace);
    }

    @Override
    public Optional<CatalogTable> table(TableName name) {
        return traced.table(name);
    }

    @Override
    public void rename(TableName from, TableName to) {
        traced.rename(from, to);
    }

    @Override
    public void drop(TableName name) {
        traced.drop(name);
    }

    @Override
    public Optional<TableTip> tip(TableId table, TableVersion base) {
        return traced.tip(table, base);
    }

    @Override
    public void markPublished(TableId table, TableVersion published) {
        traced.markPublished(table, published);
    }

    @Override
    public Set<SourceFile> ingested(TableId table, List<SourceFile> sources) {
        return traced.ingested(table, sources);
    }

    @Override
    public void close() {
        traced.close();
    }
}
