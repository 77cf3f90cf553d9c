package io.sluice.session;

import io.sluice.catalog.CatalogTable;
import io.sluice.commit.Operation;
import io.sluice.commit.TableChange;
import io.sluice.duckdb.EngineName;
import io.sluice.error.SluiceException;
import io.sluice.format.CreateOutcome;
import io.sluice.lake.Lake;
import io.sluice.lake.TransactionTable;
import io.sluice.query.LakeSql;
import io.sluice.session.StatementEnd.Done;
import io.sluice.session.StatementEnd.Unknown;
import io.sluice.sql.TableStatement.AlterTable;
import io.sluice.sql.TableStatement.Alteration;
import io.sluice.sql.TableStatement.CreateTable;
import io.sluice.sql.TableStatement.DropTable;
import io.sluice.sql.TableStatement.IfExists;
import io.sluice.sql.TableStatement.IfMissing;
import io.sluice.table.NamespaceName;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import io.sluice.write.Written;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Statements that make, replace, remove and rename tables: each is a transaction of its own. */
final class Definitions {
    private final LakeSource source;
    private final LakeSql sql;
    private final Scope scope;
    private final SessionOutput output;

    /** @param scope what queries of the statements see */
    Definitions(LakeSource source, LakeSql sql, Scope scope, SessionOutput output) {
        this.source = source;
        this.sql = sql;
        this.scope = scope;
        this.output = output;
    }

    StatementEnd create(CreateTable create) {
        Lake lake = source.made();
        TableName name = create.target().name();
        boolean there = lake.find(name).isPresent();
        if (there && create.ifExists() == IfExists.FAIL) {
            throw taken(create);
        }
        if (there && create.ifExists() == IfExists.KEEP) {
            output.report(StatementReport.of("CREATE TABLE"));
            return new Done();
        }
        return createNew(create, lake);
    }

    static SluiceException taken(CreateTable create) {
        return create.target()
                .span()
                .error("table %s is there already: write CREATE OR REPLACE TABLE, or CREATE TABLE IF NOT EXISTS"
                        .formatted(create.target().name()));
    }

    private StatementEnd createNew(CreateTable create, Lake lake) {
        CatalogTable reserved = lake.reserve(create.target().name());
        NewTable table = NewTable.of(create, reserved, lake, sql);
        CreateOutcome outcome;
        try {
            outcome = lake.create(reserved, table.metadata(), table.changes(), creation(create, table.metadata()));
        } catch (RuntimeException failure) {
            table.discard(sql, reserved);
            throw failure;
        }
        if (outcome instanceof CreateOutcome.Unknown unknown) {
            return new Unknown(
                    "the catalog did not answer (%s): table %s may or may not be there. 'sluice tables' tells when it answers again"
                            .formatted(
                                    unknown.cause().getMessage(),
                                    create.target().name()));
        }
        if (outcome instanceof CreateOutcome.NameTaken) {
            table.discard(sql, reserved);
            if (create.ifExists() == IfExists.FAIL) {
                throw taken(create);
            }
            // Somebody was faster by a moment, which is what these words are for.
            return create(create);
        }
        output.report(
                report("CREATE TABLE", table.rows(), Map.of(create.target().name(), TableVersion.FIRST)));
        return new Done();
    }

    /** CREATE OR REPLACE of a table that is there: a change like others, whose query may read the table itself. */
    static StatementReport replace(CreateTable create, Lake lake, Scope scope, LakeSql sql) {
        TransactionTable table = scope.transactionFor(create.target().name())
                .table(create.target().name());
        NewTable fresh = NewTable.of(create, table.table(), lake, sql);
        List<TableChange> changes = new ArrayList<>();
        changes.add(new TableChange.Redefine(fresh.metadata()));
        changes.addAll(fresh.changes());
        String verb = create.query().isPresent() ? "CREATE OR REPLACE TABLE AS SELECT" : "CREATE OR REPLACE TABLE";
        table.change(operation(verb, fresh.metadata()), changes);
        return report("CREATE OR REPLACE TABLE", fresh.rows(), Map.of());
    }

    private static StatementReport report(
            String operation, Optional<Written> rows, Map<TableName, TableVersion> versions) {
        return new StatementReport(operation, rows, versions);
    }

    static Operation creation(CreateTable create, TableMetadata metadata) {
        return operation(create.query().isPresent() ? "CREATE TABLE AS SELECT" : "CREATE TABLE", metadata);
    }

    private static Operation operation(String name, TableMetadata metadata) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("partitionBy", metadata.partitionColumns().toString());
        return new Operation(EngineName.TEXT, name, parameters, Map.of());
    }

    StatementEnd drop(DropTable drop) {
        TableName name = drop.target().name();
        Optional<Lake> lake = source.existing();
        boolean there = lake.isPresent() && lake.get().find(name).isPresent();
        if (!there && drop.ifMissing() == IfMissing.FAIL) {
            throw drop.target().span().error("there is no table %s".formatted(name));
        }
        if (there) {
            lake.get().catalog().drop(name);
        }
        output.report(StatementReport.of("DROP TABLE"));
        return new Done();
    }

    StatementEnd rename(AlterTable alter, Alteration.RenameTable rename) {
        Lake lake = scope.lakeOf(alter.target().name());
        if (lake.find(alter.target().name()).isEmpty()) {
            throw alter.target()
                    .span()
                    .error("there is no table %s".formatted(alter.target().name()));
        }
        NamespaceName namespace = rename.to().namespace();
        if (!lake.catalog().namespaces().contains(namespace)) {
            lake.catalog().createNamespace(namespace, Map.of());
        }
        lake.catalog().rename(alter.target().name(), rename.to());
        output.report(StatementReport.of("ALTER TABLE"));
        return new Done();
    }
}
