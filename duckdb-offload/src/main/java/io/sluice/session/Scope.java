package io.sluice.session;

import io.sluice.commit.IsolationLevel;
import io.sluice.duckdb.EngineName;
import io.sluice.error.SluiceException;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeTransaction;
import io.sluice.lake.Pins;
import io.sluice.query.VisibleTable;
import io.sluice.query.VisibleTable.Watch;
import io.sluice.query.VisibleTables;
import io.sluice.scan.Predicate;
import io.sluice.table.TableName;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One transaction as statements see it. It begins when a table is first asked for, as the lake may not be needed. */
final class Scope implements VisibleTables, AutoCloseable {
    private final LakeSource source;
    private final IsolationLevel level;
    private final Pins given;
    private final Watch watch;
    private final Set<TableName> changed = new TreeSet<>();
    private Optional<LakeTransaction> transaction = Optional.empty();

    Scope(LakeSource source, IsolationLevel level, Pins given, Watch watch) {
        this.source = source;
        this.level = level;
        this.given = given;
        this.watch = watch;
    }

    IsolationLevel level() {
        return level;
    }

    /** The transaction, if there is a lake. */
    Optional<LakeTransaction> transaction() {
        if (transaction.isEmpty()) {
            transaction = source.existing().map(lake -> lake.begin(level, EngineName.TEXT, given));
        }
        return transaction;
    }

    /** The transaction for a statement that changes a table; a user error if there is no lake. */
    LakeTransaction transactionFor(TableName name) {
        LakeTransaction open = transaction().orElseThrow(() -> noLake(name));
        // What was read elsewhere is what the written rows were made of.
        given.tables().keySet().forEach(read -> open.table(read).readRows(Predicate.ALL));
        changed.add(name);
        return open;
    }

    Lake lakeOf(TableName name) {
        return source.existing().orElseThrow(() -> noLake(name));
    }

    private static SluiceException noLake(TableName name) {
        return SluiceException.user(
                "there is no table %s, as there is no lake yet: CREATE TABLE makes both".formatted(name));
    }

    Pins pins() {
        return transaction.map(LakeTransaction::pins).orElse(given);
    }

    @Override
    public Optional<VisibleTable> find(TableName name) {
        return transaction().flatMap(open -> open.find(name)).map(table -> VisibleTable.within(table, watch));
    }

    @Override
    public void close() {
        transaction.ifPresent(LakeTransaction::close);
    }
}
