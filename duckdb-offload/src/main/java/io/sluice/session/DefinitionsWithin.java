package io.sluice.session;

import io.sluice.catalog.CatalogTable;
import io.sluice.error.SluiceException;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeTransaction;
import io.sluice.query.LakeSql;
import io.sluice.sql.Span;
import io.sluice.sql.TableStatement;
import io.sluice.sql.TableStatement.AlterTable;
import io.sluice.sql.TableStatement.Alteration;
import io.sluice.sql.TableStatement.CreateTable;
import io.sluice.sql.TableStatement.DropTable;
import io.sluice.sql.TableStatement.IfExists;
import io.sluice.sql.TableStatement.IfMissing;
import io.sluice.table.TableName;
import java.util.Map;
import java.util.Optional;

/** Statements that make, remove and rename tables as a part of the transaction that BEGIN has opened. */
final class DefinitionsWithin {
    private final LakeSource source;
    private final LakeSql sql;
    private final Scope scope;

    DefinitionsWithin(LakeSource source, LakeSql sql, Scope scope) {
        this.source = source;
        this.sql = sql;
        this.scope = scope;
    }

    StatementReport run(TableStatement statement) {
        if (statement instanceof CreateTable create) {
            return create(create);
        }
        if (statement instanceof DropTable drop) {
            return drop(drop);
        }
        AlterTable alter = (AlterTable) statement;
        return rename(alter, (Alteration.RenameTable) alter.alteration());
    }

    private StatementReport create(CreateTable create) {
        Lake lake = source.made();
        TableName name = create.target().name();
        LakeTransaction transaction = scope.transactionFor(name);
        if (transaction.find(name).isPresent()) {
            if (create.ifExists() == IfExists.KEEP) {
                return StatementReport.of("CREATE TABLE");
            }
            throw Definitions.taken(create);
        }
        CatalogTable reserved = lake.reserve(name);
        NewTable table = NewTable.of(create, reserved, lake, sql);
        try {
            transaction.create(
                    reserved, table.metadata(), table.changes(), Definitions.creation(create, table.metadata()));
        } catch (RuntimeException failure) {
            table.discard(sql, reserved);
            throw failure;
        }
        return new StatementReport("CREATE TABLE", table.rows(), Map.of());
    }

    private StatementReport drop(DropTable drop) {
        TableName name = drop.target().name();
        Optional<LakeTransaction> transaction = scope.transaction();
        boolean there = transaction.flatMap(open -> open.find(name)).isPresent();
        if (!there && drop.ifMissing() == IfMissing.FAIL) {
            throw missing(drop.target().span(), name);
        }
        if (there) {
            transaction.orElseThrow().drop(name);
        }
        return StatementReport.of("DROP TABLE");
    }

    private StatementReport rename(AlterTable alter, Alteration.RenameTable rename) {
        TableName name = alter.target().name();
        LakeTransaction transaction = scope.transactionFor(name);
        if (transaction.find(name).isEmpty()) {
            throw missing(alter.target().span(), name);
        }
        if (transaction.find(rename.to()).isPresent()) {
            throw alter.target().span().error("there is a table %s already".formatted(rename.to()));
        }
        transaction.rename(name, rename.to());
        return StatementReport.of("ALTER TABLE");
    }

    private static SluiceException missing(Span place, TableName name) {
        return place.error("there is no table %s".formatted(name));
    }
}
