package io.sluice.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.commit.ConflictRules.Rule;
import io.sluice.commit.ConflictRules.Stake;
import io.sluice.commit.SchemaEdit.RequireColumn;
import io.sluice.commit.TableChange.AdvanceWriter;
import io.sluice.commit.TableChange.AlterSchema;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.MarkIngested;
import io.sluice.scan.FileChanges;
import io.sluice.scan.FileChanges.RowsDeleted;
import io.sluice.scan.Predicate;
import io.sluice.scan.Predicate.Comparison;
import io.sluice.scan.Predicate.Operator;
import io.sluice.scan.ScanTask;
import io.sluice.table.DataFile;
import io.sluice.table.FileStatistics;
import io.sluice.table.RowPositions;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConflictRulesTest {
    /** My stake in rows, in the order of {@link Stake}; the winner's kind in columns, as in {@link ChangeKind}. */
    private static final String TABLE = """
            ROWS_ADDED  ROWS_CHANGED     REBASE      SCHEMA_CHANGED  REBASE              REBASE           REBASE
            ROWS_ADDED  TARGETS_CHANGED  REBASE      SCHEMA_CHANGED  REBASE              REBASE           REBASE
            ROWS_UNCHECKED  ROWS_UNCHECKED  REBASE  REBASE          REBASE              REBASE           REBASE
            REBASE      REBASE           REBASE      SCHEMA_CHANGED  PROPERTIES_CHANGED  REBASE           REBASE
            REBASE      SAME_ROWS        SAME_FILES  SCHEMA_CHANGED  PROPERTIES_CHANGED  REBASE           REBASE
            REBASE      SAME_FILES       SAME_FILES  SCHEMA_CHANGED  PROPERTIES_CHANGED  REBASE           REBASE
            REBASE      REBASE           REBASE      SCHEMA_CHANGED  PROPERTIES_CHANGED  REBASE           REBASE
            REBASE      REBASE           REBASE      SCHEMA_CHANGED  PROPERTIES_CHANGED  REBASE           REBASE
            REBASE      REBASE           REBASE      REBASE          REBASE              ONCE_PER_SOURCE  REBASE
            REBASE      REBASE           REBASE      REBASE          REBASE              REBASE           FORWARD_ONLY
            """;

    private static final String APPLICATION = "stream";

    static Stream<Arguments> cells() {
        List<String> cells = Arrays.asList(TABLE.trim().split("\\s+"));
        assertThat(cells).hasSize(Stake.values().length * ChangeKind.values().length);
        Iterator<String> next = cells.iterator();
        return Arrays.stream(Stake.values())
                .flatMap(mine -> Arrays.stream(ChangeKind.values())
                        .map(winners -> Arguments.of(mine, winners, Rule.valueOf(next.next()))));
    }

    @ParameterizedTest(name = "my {0} against a winner''s {1}: {2}")
    @MethodSource("cells")
    void theTableSays(Stake mine, ChangeKind winners, Rule expected) {
        assertThat(ConflictRules.rule(mine, winners)).isEqualTo(expected);
        assertThat(expected.text()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource(ChangeKind.class)
    void whatIsOnlyReadIsAtStakeAtTheHigherLevelAlone(ChangeKind winners) {
        FileConflicts anything = new FileConflicts(changes(List.of(task("x")), List.of()), UserOperation.TABLE);
        Transaction input =
                transaction(Reads.rowsOf(TableVersion.FIRST, Predicate.ALL), IsolationLevel.WRITE_SERIALIZABLE);
        assertThat(ConflictRules.conflict(input, winner(winners, 1), () -> anything))
                .isEmpty();
        Transaction guarded = transaction(Reads.rowsOf(TableVersion.FIRST, Predicate.ALL), IsolationLevel.SERIALIZABLE);
        boolean matters =
                Set.of(ChangeKind.APPEND, ChangeKind.ROWS, ChangeKind.SCHEMA).contains(winners);
        assertThat(ConflictRules.conflict(guarded, winner(winners, 1), () -> anything)
                        .isPresent())
                .isEqualTo(matters);
    }

    @Test
    void aTransactionIdThatIsNotNewerIsOvertaken() {
        Transaction mine = transaction(blind(), IsolationLevel.WRITE_SERIALIZABLE, new AdvanceWriter(APPLICATION, 5));
        assertThat(conflict(mine, winner(ChangeKind.WRITER_PROGRESS, 5))).contains(RejectionReason.WRITER_OVERTAKEN);
        assertThat(conflict(mine, winner(ChangeKind.WRITER_PROGRESS, 6))).contains(RejectionReason.WRITER_OVERTAKEN);
        assertThat(conflict(mine, winner(ChangeKind.WRITER_PROGRESS, 4))).isEmpty();
    }

    @Test
    void anotherApplicationsTransactionIdDoesNotMatter() {
        Transaction mine = transaction(blind(), IsolationLevel.WRITE_SERIALIZABLE, new AdvanceWriter("another", 5));
        assertThat(conflict(mine, winner(ChangeKind.WRITER_PROGRESS, 9))).isEmpty();
    }

    @Test
    void theSameSourceIsLeftToTheLedger() {
        MarkIngested mark = new MarkIngested(List.of(new SourceFile("/landing/a.csv", "1")));
        Transaction mine = transaction(blind(), IsolationLevel.SERIALIZABLE, mark);
        assertThat(conflict(mine, winner(ChangeKind.SOURCES, 1))).isEmpty();
    }

    @Test
    void aColumnThatIsToBeNotNullIsAConstraintForRowsThatComeMeanwhile() {
        Transaction mine = transaction(
                blind(), IsolationLevel.WRITE_SERIALIZABLE, new AlterSchema(List.of(new RequireColumn("id"))));
        FileConflicts theirs = new FileConflicts(changes(List.of(task("x")), List.of()), UserOperation.TABLE);
        assertThat(ConflictRules.conflict(mine, winner(ChangeKind.APPEND, 1), () -> theirs))
                .contains(RejectionReason.ROWS_ADDED);
        assertThat(conflict(mine, winner(ChangeKind.ROWS, 1))).isEmpty();
    }

    @Test
    void everyPairOfKindsIsLookedAt() {
        Transaction mine = transaction(
                blind(),
                IsolationLevel.WRITE_SERIALIZABLE,
                new AppendFiles(List.of()),
                new MarkIngested(List.of(new SourceFile("/landing/a.csv", "1"))));
        Winner winner = winner(EnumSet.of(ChangeKind.APPEND, ChangeKind.PROPERTIES), 1);
        assertThat(conflict(mine, winner)).contains(RejectionReason.PROPERTIES_CHANGED);
    }

    @Test
    void anAppendThatDependsOnTheTableIsARowChangeForOthers() {
        AppendFiles append = new AppendFiles(List.of());
        assertThat(transaction(blind(), IsolationLevel.SERIALIZABLE, append).kinds())
                .containsExactly(ChangeKind.APPEND);
        Reads reads = Reads.targetsOf(TableVersion.FIRST, Predicate.ALL);
        assertThat(transaction(reads, IsolationLevel.SERIALIZABLE, append).kinds())
                .containsExactly(ChangeKind.APPEND, ChangeKind.ROWS);
    }

    @Test
    void aFileOfWhichNothingIsKnownMayHoldAnything() {
        Predicate ten = new Comparison("id", Operator.EQUAL, 10L);
        Reads reads = Reads.rowsOf(TableVersion.FIRST, ten);
        Transaction mine = transaction(reads, IsolationLevel.WRITE_SERIALIZABLE, new AppendFiles(List.of()));
        RowsDeleted deleted = new RowsDeleted(task("x"), RowPositions.of(1));
        for (FileChanges theirs : List.of(
                changes(List.of(task("x")), List.of()),
                changes(List.of(), List.of(deleted)),
                new FileChanges(List.of(), List.of(task("x")), List.of(), List.of(), List.of(), List.of()))) {
            assertThat(ConflictRules.conflict(
                            mine, winner(ChangeKind.ROWS, 1), () -> new FileConflicts(theirs, UserOperation.TABLE)))
                    .contains(RejectionReason.ROWS_CHANGED);
        }
    }

    @Test
    void aPartitionWithoutAValueMatchesOnlyWhatAsksForNull() {
        DataFile file = new DataFile("x", 1, 1, Map.of("day", Optional.empty()), FileStatistics.UNKNOWN);
        FileConflicts theirs =
                new FileConflicts(changes(List.of(ScanTask.whole("/x", file)), List.of()), UserOperation.TABLE);
        assertThat(theirs.mayHaveAdded(new Comparison("DAY", Operator.EQUAL, 1L)))
                .isFalse();
        assertThat(theirs.mayHaveAdded(new Predicate.IsNull("day"))).isTrue();
    }

    private static Optional<RejectionReason> conflict(Transaction mine, Winner winner) {
        return ConflictRules.conflict(mine, winner, () -> new FileConflicts(FileChanges.NONE, UserOperation.TABLE));
    }

    private static Reads blind() {
        return Reads.schemaOf(TableVersion.FIRST);
    }

    private static Transaction transaction(Reads reads, IsolationLevel level, TableChange... changes) {
        return new Transaction(reads, List.of(changes), level, new Operation("test/1", "WRITE", Map.of(), Map.of()));
    }

    /** A file of which nothing is known. */
    private static ScanTask task(String path) {
        return ScanTask.whole("/" + path, new DataFile(path, 1, 1, Map.of(), FileStatistics.UNKNOWN));
    }

    private static FileChanges changes(List<ScanTask> added, List<RowsDeleted> deleted) {
        return new FileChanges(added, List.of(), deleted, List.of(), List.of(), List.of());
    }

    private static Winner winner(ChangeKind kind, long writer) {
        return winner(EnumSet.of(kind), writer);
    }

    private static Winner winner(Set<ChangeKind> kinds, long writer) {
        return new Winner(
                new TableVersion(1),
                new CommitSummary(Instant.EPOCH, "test/1", "WRITE", kinds, Map.of(APPLICATION, writer)));
    }
}
