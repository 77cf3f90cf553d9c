package io.sluice.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.commit.TableChange.AdvanceWriter;
import io.sluice.commit.TableChange.AlterSchema;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.MarkIngested;
import io.sluice.commit.TableChange.SetProperties;
import io.sluice.scan.Predicate;
import io.sluice.table.TableVersion;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConflictRulesTest {
    /** My kind of change in rows, the winner's in columns, both in the order of {@link ChangeKind}. */
    private static final String TABLE = """
            ROWS_ADDED  ROWS_CHANGED  REBASE        SCHEMA_CHANGED  PROPERTIES_CHANGED  REBASE           REBASE
            ROWS_ADDED  ROWS_CHANGED  ROWS_CHANGED  SCHEMA_CHANGED  PROPERTIES_CHANGED  REBASE           REBASE
            REBASE      ROWS_CHANGED  ROWS_CHANGED  SCHEMA_CHANGED  PROPERTIES_CHANGED  REBASE           REBASE
            REBASE      REBASE        REBASE        SCHEMA_CHANGED  PROPERTIES_CHANGED  REBASE           REBASE
            REBASE      REBASE        REBASE        SCHEMA_CHANGED  PROPERTIES_CHANGED  REBASE           REBASE
            REBASE      REBASE        REBASE        REBASE          REBASE              ONCE_PER_SOURCE  REBASE
            REBASE      REBASE        REBASE        REBASE          REBASE              REBASE           FORWARD_ONLY
            """;

    /** What is read in a case. */
    enum Extent {
        NOTHING,
        TABLE
    }

    private static final String APPLICATION = "stream";

    static Stream<Arguments> cells() {
        ChangeKind[] kinds = ChangeKind.values();
        List<String> cells = Arrays.asList(TABLE.trim().split("\\s+"));
        assertThat(cells).hasSize(kinds.length * kinds.length);
        Iterator<String> next = cells.iterator();
        return Arrays.stream(kinds)
                .flatMap(mine -> Arrays.stream(kinds)
                        .map(winners -> Arguments.of(mine, winners, ConflictRules.Rule.valueOf(next.next()))));
    }

    static Stream<Arguments> cellsWithReadsAndLevels() {
        return cells().flatMap(cell -> Arrays.stream(Extent.values())
                .flatMap(extent -> Arrays.stream(IsolationLevel.values())
                        .map(level -> Arguments.of(cell.get()[0], cell.get()[1], cell.get()[2], extent, level))));
    }

    @ParameterizedTest(name = "my {0} against a winner''s {1}: {2}")
    @MethodSource("cells")
    void theTableSays(ChangeKind mine, ChangeKind winners, ConflictRules.Rule expected) {
        assertThat(ConflictRules.rule(mine, winners)).isEqualTo(expected);
        assertThat(ConflictRules.rule(mine, winners).text()).isNotBlank();
    }

    @ParameterizedTest(name = "my {0} against a winner''s {1}, {3} read, {4}")
    @MethodSource("cellsWithReadsAndLevels")
    void whatWasReadAndTheLevelDecide(
            ChangeKind mine, ChangeKind winners, ConflictRules.Rule rule, Extent extent, IsolationLevel level) {
        if (mine == ChangeKind.ROWS) {
            // No change of this kind can be made yet; its row of the table is checked above.
            assertThat(rule).isNotNull();
            return;
        }
        Transaction transaction = transaction(change(mine, 5), extent, level);
        assertThat(ConflictRules.conflict(transaction, winner(winners, 4))).isEqualTo(expected(rule, extent, level));
    }

    private static Optional<RejectionReason> expected(ConflictRules.Rule rule, Extent extent, IsolationLevel level) {
        boolean read = extent == Extent.TABLE;
        return switch (rule) {
            case SCHEMA_CHANGED -> Optional.of(RejectionReason.SCHEMA_CHANGED);
            case PROPERTIES_CHANGED -> Optional.of(RejectionReason.PROPERTIES_CHANGED);
            case ROWS_CHANGED -> read ? Optional.of(RejectionReason.ROWS_CHANGED) : Optional.empty();
            case ROWS_ADDED ->
                read && level == IsolationLevel.SERIALIZABLE
                        ? Optional.of(RejectionReason.ROWS_ADDED)
                        : Optional.empty();
            // The winner of this test is at 4 and I am at 5.
            case REBASE, ONCE_PER_SOURCE, FORWARD_ONLY -> Optional.empty();
        };
    }

    @Test
    void aTransactionIdThatIsNotNewerIsOvertaken() {
        Transaction mine =
                transaction(new AdvanceWriter(APPLICATION, 5), Extent.NOTHING, IsolationLevel.WRITE_SERIALIZABLE);
        assertThat(ConflictRules.conflict(mine, winner(ChangeKind.WRITER_PROGRESS, 5)))
                .contains(RejectionReason.WRITER_OVERTAKEN);
        assertThat(ConflictRules.conflict(mine, winner(ChangeKind.WRITER_PROGRESS, 6)))
                .contains(RejectionReason.WRITER_OVERTAKEN);
        assertThat(ConflictRules.conflict(mine, winner(ChangeKind.WRITER_PROGRESS, 4)))
                .isEmpty();
    }

    @Test
    void anotherApplicationsTransactionIdDoesNotMatter() {
        Transaction mine =
                transaction(new AdvanceWriter("another", 5), Extent.NOTHING, IsolationLevel.WRITE_SERIALIZABLE);
        assertThat(ConflictRules.conflict(mine, winner(ChangeKind.WRITER_PROGRESS, 9)))
                .isEmpty();
    }

    @Test
    void whoPromisesSomethingOfAllRowsDoesNotOverlookNewOnes() {
        List<TableChange> promises = List.of(
                new AlterSchema(List.of(new SchemaEdit.RequireColumn("id"))),
                new SetProperties(Map.of("delta.constraints.positive", "id > 0"), Set.of()));
        for (TableChange promise : promises) {
            Transaction mine = transaction(promise, Extent.NOTHING, IsolationLevel.WRITE_SERIALIZABLE);
            assertThat(ConflictRules.conflict(mine, winner(ChangeKind.APPEND, 1)))
                    .contains(RejectionReason.ROWS_ADDED);
            assertThat(ConflictRules.conflict(mine, winner(ChangeKind.ROWS, 1))).contains(RejectionReason.ROWS_ADDED);
            assertThat(ConflictRules.conflict(mine, winner(ChangeKind.REPLACEMENT, 1)))
                    .isEmpty();
        }
    }

    @Test
    void everyPairOfKindsIsLookedAt() {
        Transaction mine = new Transaction(
                Reads.schemaOf(TableVersion.FIRST),
                List.of(change(ChangeKind.APPEND, 1), change(ChangeKind.SOURCES, 1)),
                IsolationLevel.WRITE_SERIALIZABLE,
                operation());
        Winner winner = new Winner(
                new TableVersion(1), summary(EnumSet.of(ChangeKind.APPEND, ChangeKind.PROPERTIES), Map.of()));
        assertThat(ConflictRules.conflict(mine, winner)).contains(RejectionReason.PROPERTIES_CHANGED);
    }

    @Test
    void blindAppendsNeverStandInEachOthersWay() {
        for (IsolationLevel level : IsolationLevel.values()) {
            Transaction mine = transaction(change(ChangeKind.APPEND, 1), Extent.NOTHING, level);
            assertThat(ConflictRules.conflict(mine, winner(ChangeKind.APPEND, 1)))
                    .isEmpty();
        }
    }

    private static Transaction transaction(TableChange change, Extent extent, IsolationLevel level) {
        return new Transaction(
                extent == Extent.NOTHING
                        ? Reads.schemaOf(TableVersion.FIRST)
                        : Reads.rowsOf(TableVersion.FIRST, Predicate.ALL),
                List.of(change),
                level,
                operation());
    }

    private static TableChange change(ChangeKind kind, long number) {
        return switch (kind) {
            case APPEND -> new AppendFiles(List.of());
            case SCHEMA -> new AlterSchema(List.of());
            case PROPERTIES -> new SetProperties(Map.of("a", "b"), Set.of());
            case SOURCES -> new MarkIngested(List.of(new SourceFile("/landing/a.csv", "1")));
            case WRITER_PROGRESS -> new AdvanceWriter(APPLICATION, number);
            case REPLACEMENT -> new TableChange.ReplaceFiles(List.of(), List.of());
            case ROWS -> throw new IllegalArgumentException("there is no change of kind " + kind);
        };
    }

    private static Winner winner(ChangeKind kind, long number) {
        return new Winner(new TableVersion(1), summary(EnumSet.of(kind), Map.of(APPLICATION, number)));
    }

    private static CommitSummary summary(Set<ChangeKind> kinds, Map<String, Long> writers) {
        return new CommitSummary(Instant.EPOCH, "test/1", "WRITE", kinds, writers);
    }

    private static Operation operation() {
        return new Operation("test/1", "WRITE", Map.of(), Map.of());
    }
}
