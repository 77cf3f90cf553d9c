package io.sluice.trino.programs;

import static java.util.Objects.requireNonNull;

import io.sluice.lake.Lake;
import io.sluice.table.TableName;
import io.trino.Session;
import io.trino.spi.transaction.IsolationLevel;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.MaterializedResult;
import io.trino.testing.QueryFailedException;
import io.trino.transaction.TransactionId;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;

/**
 * The two sides of a program: tables of a lake, with an open transaction or not, and tables in memory, all of the same
 * server.
 */
final class Sides {
    private final DistributedQueryRunner trino;
    private final Lake lake;
    private final Session plain;
    private final Session memory;
    private final UnaryOperator<String> spelling;
    private Optional<TransactionId> transaction = Optional.empty();

    /**
     * @param lake in the server's catalog {@code lake}
     * @param plain for statements about the lake outside of transactions
     * @param memory for statements about tables in memory
     * @param spelling what the lake is given instead of a statement
     */
    Sides(DistributedQueryRunner trino, Lake lake, Session plain, Session memory, UnaryOperator<String> spelling) {
        this.trino = requireNonNull(trino, "trino");
        this.lake = requireNonNull(lake, "lake");
        this.plain = requireNonNull(plain, "plain");
        this.memory = requireNonNull(memory, "memory");
        this.spelling = requireNonNull(spelling, "spelling");
    }

    /** What a statement came to. */
    sealed interface Outcome {}

    record Result(MaterializedResult rows) implements Outcome {}

    /** @param code the name of Trino's error code */
    record Failure(String code, RuntimeException cause) implements Outcome {
        boolean says(String part) {
            return cause.getMessage().contains(part);
        }
    }

    Outcome onLake(String sql) {
        Session session = transaction
                .map(id -> plain.beginTransactionId(id, trino.getTransactionManager(), trino.getAccessControl()))
                .orElse(plain);
        return run(session, spelling.apply(sql));
    }

    Outcome inMemory(String sql) {
        return run(memory, sql);
    }

    private Outcome run(Session session, String sql) {
        try {
            return new Result(trino.execute(session, sql));
        } catch (QueryFailedException failure) {
            String code = trino.getCoordinator()
                    .getQueryManager()
                    .getFullQueryInfo(failure.getQueryId())
                    .getErrorCode()
                    .getName();
            return new Failure(code, failure);
        }
    }

    static MaterializedResult rows(Outcome outcome) {
        return switch (outcome) {
            case Result result -> result.rows();
            case Failure failure ->
                throw new AssertionError(failure.code() + ": " + failure.cause().getMessage(), failure.cause());
        };
    }

    void begin() {
        transaction = Optional.of(
                trino.getTransactionManager().beginTransaction(IsolationLevel.READ_UNCOMMITTED, false, false));
    }

    void commit() {
        await(trino.getTransactionManager().asyncCommit(ended()));
    }

    void rollback() {
        await(trino.getTransactionManager().asyncAbort(ended()));
    }

    private TransactionId ended() {
        TransactionId id = transaction.orElseThrow();
        transaction = Optional.empty();
        return id;
    }

    private static void await(Future<?> end) {
        try {
            end.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        } catch (ExecutionException failure) {
            throw new AssertionError(failure.getCause());
        }
    }

    /** The last version of a table of the lake. */
    long version(String table) {
        return lake.table(TableName.parse("default." + table))
                .snapshot()
                .version()
                .number();
    }
}
