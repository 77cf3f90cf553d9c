package io.sluice.trino;

import io.trino.operator.RetryPolicy;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Trino's own suite of failing tasks, under both policies. Most of its time goes by waiting for requests that are never
 * answered, so much of it runs at the same time, and nothing else beside it.
 */
@Execution(ExecutionMode.SAME_THREAD)
@Timeout(value = 30, unit = TimeUnit.MINUTES)
final class RetriesTest {
    /** Tasks are run again by themselves. */
    @Nested
    @Execution(ExecutionMode.CONCURRENT)
    final class OfTasks extends FailureRecovery {
        OfTasks() {
            super(RetryPolicy.TASK);
        }
    }

    /** A query is run again as a whole. */
    @Nested
    @Execution(ExecutionMode.CONCURRENT)
    final class OfQueries extends FailureRecovery {
        OfQueries() {
            super(RetryPolicy.QUERY);
        }
    }
}
