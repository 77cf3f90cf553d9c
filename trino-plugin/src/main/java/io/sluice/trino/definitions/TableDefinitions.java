package io.sluice.trino.definitions;

import static java.util.Objects.requireNonNull;

import io.sluice.catalog.CatalogTable;
import io.sluice.commit.Operation;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.Redefine;
import io.sluice.commit.TableChange.RemoveFiles;
import io.sluice.commit.TableChange.SetComment;
import io.sluice.commit.TableChange.SetProperties;
import io.sluice.error.SluiceException;
import io.sluice.lake.TransactionTable;
import io.sluice.scan.Predicate;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableName;
import io.sluice.trino.transaction.EngineName;
import io.sluice.trino.transaction.SluiceTransaction;
import io.trino.spi.ErrorCodeSupplier;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.SaveMode;
import io.trino.spi.connector.SchemaTableName;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Makes, changes and removes tables, within the transaction. Safe for use by several threads. */
public final class TableDefinitions {
    private final SluiceTransaction transaction;
    private final Schemas schemas;
    private final Views views;

    TableDefinitions(SluiceTransaction transaction, Schemas schemas, Views views) {
        this.transaction = requireNonNull(transaction, "transaction");
        this.schemas = requireNonNull(schemas, "schemas");
        this.views = requireNonNull(views, "views");
    }

    /** The tables and views of a schema, or of all. */
    List<SchemaTableName> relations(Optional<String> schema) {
        Stream<SchemaTableName> tables = transaction.names().stream()
                .map(name -> new SchemaTableName(name.namespace().value(), name.table()))
                .filter(name -> schema.map(name.getSchemaName()::equals).orElse(true));
        return Stream.concat(tables, views.names(schema).stream()).distinct().toList();
    }

    void create(ConnectorTableMetadata wanted, SaveMode mode) {
        SchemaTableName name = wanted.getTable();
        requireNameable(name);
        TablePlan plan = new TablePlan(wanted);
        refusing(
                StandardErrorCode.INVALID_TABLE_PROPERTY,
                () -> transaction.with(work -> {
                    Optional<TransactionTable> there = work.find(SluiceTransaction.name(name));
                    if (there.isEmpty()) {
                        CatalogTable reserved = transaction.lake().reserve(SluiceTransaction.name(name));
                        TableMetadata metadata = plan.metadata(reserved.id());
                        return work.create(reserved, metadata, List.of(), operation("CREATE TABLE", metadata));
                    }
                    switch (mode) {
                        case IGNORE -> {}
                        case FAIL ->
                            throw new TrinoException(
                                    StandardErrorCode.TABLE_ALREADY_EXISTS,
                                    "Table '%s' already exists".formatted(name));
                        case REPLACE -> replace(there.get(), plan);
                    }
                    return there.get();
                }));
    }

    private static void replace(TransactionTable table, TablePlan plan) {
        TableMetadata metadata = plan.metadata(table.table().id());
        table.change(operation("CREATE OR REPLACE TABLE", metadata), List.of(new Redefine(metadata)));
    }

    private static Operation operation(String name, TableMetadata metadata) {
        return new Operation(
                EngineName.TEXT,
                name,
                Map.of("partitionBy", metadata.partitionColumns().toString()),
                Map.of());
    }

    /** Makes sure that a table of that name may be made: its schema is there, and no view is called like it. */
    public void requireNameable(SchemaTableName name) {
        transaction.beforeChange();
        schemas.require(name.getSchemaName());
        views.requireNoView(name);
    }

    void drop(SchemaTableName name) {
        transaction.with(work -> {
            work.drop(SluiceTransaction.name(name));
            return name;
        });
    }

    void rename(SchemaTableName from, SchemaTableName to) {
        requireNameable(to);
        TableName wanted = SluiceTransaction.name(to);
        transaction.with(work -> {
            if (work.find(wanted).isPresent()) {
                throw new TrinoException(
                        StandardErrorCode.TABLE_ALREADY_EXISTS, "Table '%s' already exists".formatted(to));
            }
            work.rename(SluiceTransaction.name(from), wanted);
            return to;
        });
    }

    /** Takes all rows away, with their files. */
    void truncate(SchemaTableName name) {
        transaction.with(work -> {
            TransactionTable table = work.table(SluiceTransaction.name(name));
            table.requireChangeable();
            table.readTargets(Predicate.ALL);
            List<String> paths = table.snapshot().plan(Predicate.ALL).tasks().stream()
                    .map(task -> task.file().path())
                    .toList();
            if (!paths.isEmpty()) {
                List<TableChange> changes = List.of(new RemoveFiles(paths));
                Map<String, String> metrics = Operation.fileMetrics(changes);
                table.change(new Operation(EngineName.TEXT, "TRUNCATE", Map.of(), metrics), changes);
            }
            return name;
        });
    }

    void comment(SchemaTableName name, Optional<String> comment) {
        change(name, "SET TBLPROPERTIES", StandardErrorCode.NOT_SUPPORTED, table -> List.of(new SetComment(comment)));
    }

    /** @param settings empty for what goes back to what it is when nothing is said */
    void set(SchemaTableName name, Map<String, Optional<Object>> settings) {
        Map<String, Object> given = new LinkedHashMap<>();
        Set<String> removed = new HashSet<>();
        settings.forEach((setting, value) -> {
            if (!setting.equals(TableSettings.EXTRA)) {
                Set<String> properties = TableSettings.properties(setting);
                if (value.isEmpty()) {
                    removed.addAll(properties);
                }
            }
            value.ifPresent(set -> given.put(setting, set));
        });
        List<TableChange> changes = List.of(new SetProperties(TableSettings.stored(given), removed));
        change(name, "SET TBLPROPERTIES", StandardErrorCode.INVALID_TABLE_PROPERTY, table -> changes);
    }

    /**
     * Changes a table within the transaction.
     *
     * @param whenRefused what a change is that does not fit the table
     * @param changes of the table as the transaction sees it; none if there is nothing to do
     */
    void change(
            SchemaTableName name,
            String operation,
            ErrorCodeSupplier whenRefused,
            Function<TransactionTable, List<TableChange>> changes) {
        refusing(
                whenRefused,
                () -> transaction.with(work -> {
                    TransactionTable table = work.table(SluiceTransaction.name(name));
                    List<TableChange> made = changes.apply(table);
                    if (!made.isEmpty()) {
                        // Says now what the commit would say.
                        table.opened().planned(table.snapshot().metadata(), made);
                        table.change(new Operation(EngineName.TEXT, operation, Map.of(), Map.of()), made);
                    }
                    return table;
                }));
    }

    private interface Attempt {
        TransactionTable run();
    }

    private static void refusing(ErrorCodeSupplier whenRefused, Attempt attempt) {
        try {
            attempt.run();
        } catch (SluiceException refused) {
            if (refused.kind() != SluiceException.Kind.USER) {
                throw refused;
            }
            throw new TrinoException(whenRefused, refused.getMessage(), refused);
        }
    }
}
