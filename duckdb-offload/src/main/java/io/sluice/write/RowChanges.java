package io.sluice.write;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.Operation;
import io.sluice.commit.TableChange;
import io.sluice.duckdb.EngineName;
import io.sluice.error.SluiceException;
import io.sluice.lake.LakeTransaction;
import io.sluice.lake.TransactionTable;
import io.sluice.query.LakeSql;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.sql.WriteStatement;
import io.sluice.sql.WriteStatement.Delete;
import io.sluice.sql.WriteStatement.Insert;
import io.sluice.sql.WriteStatement.Merge;
import io.sluice.sql.WriteStatement.Truncate;
import io.sluice.sql.WriteStatement.Update;
import io.sluice.table.TableProperties;
import java.util.List;
import java.util.Map;

/**
 * Carries out statements that change rows: hands their changes to a transaction, and says how many rows they are about.
 */
public final class RowChanges implements WriteStatement.Visitor<Long> {
    private final LakeSql sql;
    private final LakeTransaction transaction;

    /** @param sql its views show the tables of the transaction */
    public RowChanges(LakeSql sql, LakeTransaction transaction) {
        this.sql = requireNonNull(sql, "sql");
        this.transaction = requireNonNull(transaction, "transaction");
    }

    @Override
    public Long insert(Insert insert) {
        throw unsupported("INSERT");
    }

    @Override
    public Long update(Update update) {
        throw unsupported("UPDATE");
    }

    @Override
    public Long delete(Delete delete) {
        throw unsupported("DELETE");
    }

    @Override
    public Long truncate(Truncate truncate) {
        TransactionTable table = transaction.table(truncate.target().name());
        if (TableProperties.of(table.snapshot().metadata()).isAppendOnly()) {
            throw truncate.span()
                    .error("table %s takes new rows only: its property %s is true"
                            .formatted(truncate.target().name(), TableProperties.APPEND_ONLY));
        }
        List<ScanTask> files = table.snapshot().plan(Predicate.ALL).tasks();
        long rows = 0;
        for (ScanTask task : files) {
            rows += RowCounts.of(sql.session(), task);
        }
        table.readTargets(Predicate.ALL);
        if (!files.isEmpty()) {
            List<String> paths = files.stream().map(task -> task.file().path()).toList();
            table.change(
                    new Operation(EngineName.TEXT, "TRUNCATE", Map.of(), Map.of("numRemovedFiles", "" + paths.size())),
                    List.of(new TableChange.RemoveFiles(paths)));
        }
        return rows;
    }

    @Override
    public Long merge(Merge merge) {
        throw unsupported("MERGE");
    }

    private SluiceException unsupported(String statement) {
        return SluiceException.user(statement + " is not supported yet");
    }
}
