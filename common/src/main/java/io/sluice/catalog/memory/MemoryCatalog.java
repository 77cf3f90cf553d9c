package io.sluice.catalog.memory;

import static java.util.Objects.requireNonNull;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.JointRules;
import io.sluice.catalog.MultiTableCommit;
import io.sluice.catalog.TableTip;
import io.sluice.commit.CommitTarget.Turn;
import io.sluice.commit.JointProposal;
import io.sluice.commit.NameChange;
import io.sluice.commit.NameChange.Register;
import io.sluice.commit.NameChange.Rename;
import io.sluice.commit.Proposal;
import io.sluice.commit.Ratification;
import io.sluice.commit.Ratification.NameTaken;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.commit.Ratification.Superseded;
import io.sluice.commit.Ratification.TableGone;
import io.sluice.commit.SourceFile;
import io.sluice.commit.TableProposal;
import io.sluice.error.SluiceException;
import io.sluice.table.NamespaceName;
import io.sluice.table.TableId;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A catalog in memory: the readable statement of what every backend does. One lock guards everything, so each method is
 * one atomic step.
 */
public final class MemoryCatalog implements Catalog, MultiTableCommit {
    private final NavigableMap<NamespaceName, Map<String, String>> namespaces = new TreeMap<>();
    private final Map<TableId, CatalogTable> tables = new HashMap<>();
    private final Map<TableId, CommitLedger> ledgers = new HashMap<>();

    public MemoryCatalog() {
        namespaces.put(NamespaceName.DEFAULT, Map.of());
    }

    @Override
    public synchronized List<NamespaceName> namespaces() {
        return List.copyOf(namespaces.keySet());
    }

    @Override
    public synchronized void createNamespace(NamespaceName name, Map<String, String> properties) {
        if (namespaces.containsKey(name)) {
            throw SluiceException.user("namespace %s is there already".formatted(name));
        }
        namespaces.put(name, copyOf(properties));
    }

    @Override
    public synchronized void dropNamespace(NamespaceName name) {
        List<CatalogTable> left = tables(name);
        if (!left.isEmpty()) {
            throw SluiceException.user("namespace %s has %d tables: drop or rename them first, beginning with %s"
                    .formatted(name, left.size(), left.get(0).name()));
        }
        namespaces.remove(name);
    }

    @Override
    public synchronized void renameNamespace(NamespaceName from, NamespaceName to) {
        Map<String, String> properties = requireNamespace(from);
        if (namespaces.containsKey(to)) {
            throw SluiceException.user(
                    "namespace %s cannot be renamed: there is a namespace %s already".formatted(from, to));
        }
        tables(from).forEach(table -> {
            TableName name = new TableName(to, table.name().table());
            tables.put(table.id(), new CatalogTable(table.id(), name, table.format(), table.location()));
        });
        namespaces.remove(from);
        namespaces.put(to, properties);
    }

    @Override
    public synchronized Optional<Map<String, String>> namespaceProperties(NamespaceName name) {
        return Optional.ofNullable(namespaces.get(name));
    }

    @Override
    public synchronized void changeNamespaceProperties(
            NamespaceName name, Map<String, String> set, Set<String> removed) {
        Map<String, String> properties = new LinkedHashMap<>(requireNamespace(name));
        properties.putAll(set);
        properties.keySet().removeAll(removed);
        namespaces.put(name, copyOf(properties));
    }

    @Override
    public synchronized List<CatalogTable> tables(NamespaceName namespace) {
        requireNamespace(namespace);
        NavigableMap<TableName, CatalogTable> found = new TreeMap<>();
        tables.values().stream()
                .filter(table -> table.name().namespace().equals(namespace))
                .forEach(table -> found.put(table.name(), table));
        return List.copyOf(found.values());
    }

    @Override
    public synchronized Optional<CatalogTable> table(TableName name) {
        return tables.values().stream()
                .filter(table -> table.name().equals(name))
                .findFirst();
    }

    @Override
    public synchronized Ratification create(CatalogTable table, Proposal first) {
        CommitLedger known = ledgers.get(table.id());
        if (known != null) {
            return known.repeated(first);
        }
        Optional<CatalogTable> namesake = table(table.name());
        if (namesake.isPresent()) {
            return new Superseded(ledgers.get(namesake.get().id()).last());
        }
        CommitLedger ledger = new CommitLedger(first);
        namespaces.putIfAbsent(table.name().namespace(), Map.of());
        tables.put(table.id(), table);
        ledgers.put(table.id(), ledger);
        return new Ratified(first.version());
    }

    @Override
    public synchronized void rename(TableName from, TableName to) {
        CatalogTable table = requireTable(from);
        requireNamespace(to.namespace());
        if (table(to).isPresent()) {
            throw SluiceException.user("table %s cannot be renamed: there is a table %s already".formatted(from, to));
        }
        tables.put(table.id(), new CatalogTable(table.id(), to, table.format(), table.location()));
    }

    @Override
    public synchronized void drop(TableName name) {
        TableId id = requireTable(name).id();
        tables.remove(id);
        ledgers.remove(id);
    }

    @Override
    public synchronized Optional<TableTip> tip(TableId table, TableVersion base) {
        return Optional.ofNullable(ledgers.get(table)).map(ledger -> ledger.tip(base));
    }

    @Override
    public synchronized Ratification ratify(TableId table, Proposal proposal, Optional<TableVersion> published) {
        CommitLedger ledger = ledgers.get(table);
        return ledger == null ? new TableGone() : ledger.ratify(proposal, published);
    }

    @Override
    public synchronized Answer ratify(JointProposal joint) {
        JointRules.check(joint);
        Map<TableId, CatalogTable> registered = JointRules.registered(joint);
        List<TableProposal> firsts = new ArrayList<>();
        List<TableProposal> nexts = new ArrayList<>();
        joint.parts()
                .forEach(part -> (registered.containsKey(part.table()) && !ledgers.containsKey(part.table())
                                ? firsts
                                : nexts)
                        .add(part));
        Map<TableId, Optional<Ratification>> standings = new LinkedHashMap<>();
        nexts.forEach(part -> standings.put(part.table(), standing(part)));
        Optional<Answer> obstacle = JointRules.settled(standings)
                .or(() -> changed(joint.unchanged()))
                .or(() -> taken(nexts))
                .or(() -> nameObstacle(joint.names(), registered.keySet()));
        if (obstacle.isPresent()) {
            return obstacle.get();
        }
        nexts.forEach(part -> ledgers.get(part.table()).requireLater(part.proposal()));
        Map<TableId, CommitLedger> made = new HashMap<>();
        firsts.forEach(part -> made.put(part.table(), new CommitLedger(part.proposal())));
        nexts.forEach(part -> ledgers.get(part.table()).append(part.proposal(), part.published()));
        ledgers.putAll(made);
        joint.names().forEach(this::apply);
        return JointRules.ratified(joint);
    }

    /**
     * What keeps names from being changed: a table that is gone, or one that keeps the name that another is to have.
     */
    private Optional<Answer> nameObstacle(List<NameChange> names, Set<TableId> registered) {
        Set<TableId> moving = names.stream().map(NameChange::table).collect(Collectors.toSet());
        for (NameChange change : names) {
            Optional<TableName> name = JointRules.name(change);
            if (!registered.contains(change.table()) && !tables.containsKey(change.table())) {
                return Optional.of(new Answer(new TableGone(), Optional.of(change.table())));
            }
            if (name.flatMap(this::table)
                    .filter(namesake -> !moving.contains(namesake.id()))
                    .isPresent()) {
                return Optional.of(new Answer(new NameTaken(name.get()), Optional.of(change.table())));
            }
        }
        return Optional.empty();
    }

    private void apply(NameChange change) {
        JointRules.name(change).ifPresent(name -> namespaces.putIfAbsent(name.namespace(), Map.of()));
        if (change instanceof Register it) {
            tables.put(it.table(), new CatalogTable(it.table(), it.name(), it.format(), it.location()));
        } else if (change instanceof Rename it) {
            CatalogTable table = tables.get(it.table());
            tables.put(table.id(), new CatalogTable(table.id(), it.name(), table.format(), table.location()));
        } else {
            tables.remove(change.table());
            ledgers.remove(change.table());
        }
    }

    private Optional<Ratification> standing(TableProposal part) {
        CommitLedger ledger = ledgers.get(part.table());
        return ledger == null ? Optional.of(new TableGone()) : ledger.standing(part.proposal());
    }

    /** The first of the tables that is not any more at the version where it should be. */
    private Optional<Answer> changed(Map<TableId, TableVersion> unchanged) {
        return unchanged.entrySet().stream()
                .flatMap(guard -> guarded(guard.getKey(), guard.getValue()).stream()
                        .map(answer -> new Answer(answer, Optional.of(guard.getKey()))))
                .findFirst();
    }

    private Optional<Ratification> guarded(TableId table, TableVersion version) {
        CommitLedger ledger = ledgers.get(table);
        if (ledger == null) {
            return Optional.of(new TableGone());
        }
        return ledger.last().equals(version) ? Optional.empty() : Optional.of(new Superseded(ledger.last()));
    }

    private Optional<Answer> taken(List<TableProposal> proposals) {
        return proposals.stream()
                .flatMap(part -> ledgers.get(part.table()).taken(part.proposal()).stream()
                        .map(answer -> new Answer(answer, Optional.of(part.table()))))
                .findFirst();
    }

    @Override
    public synchronized Map<TableName, Position> positions() {
        Map<TableName, Position> found = new TreeMap<>();
        tables.values()
                .forEach(table -> found.put(
                        table.name(),
                        new Position(table, ledgers.get(table.id()).last())));
        return found;
    }

    @Override
    public synchronized void markPublished(TableId table, TableVersion published) {
        Optional.ofNullable(ledgers.get(table)).ifPresent(ledger -> ledger.markPublished(published));
    }

    @Override
    public synchronized Set<SourceFile> ingested(TableId table, List<SourceFile> sources) {
        return Optional.ofNullable(ledgers.get(table))
                .map(ledger -> ledger.ingested(sources))
                .orElse(Set.of());
    }

    /** Always free: the one lock is never held for long. */
    @Override
    public Turn takeTurn(TableId table) {
        return Turn.FREE;
    }

    @Override
    public Turn takeTurns(List<TableId> joined) {
        return Turn.FREE;
    }

    @Override
    public void close() {
        // The memory goes with the object.
    }

    private Map<String, String> requireNamespace(NamespaceName name) {
        Map<String, String> properties = namespaces.get(name);
        if (properties == null) {
            throw SluiceException.user("there is no namespace %s in this lake".formatted(name));
        }
        return properties;
    }

    private CatalogTable requireTable(TableName name) {
        return table(name).orElseThrow(() -> SluiceException.user("there is no table %s in this lake".formatted(name)));
    }

    private static Map<String, String> copyOf(Map<String, String> properties) {
        requireNonNull(properties, "properties");
        return Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }
}
