package io.sluice.commit;

import static io.sluice.commit.IsolationLevel.SERIALIZABLE;
import static io.sluice.commit.IsolationLevel.WRITE_SERIALIZABLE;
import static io.sluice.commit.UserOperation.ALTER;
import static io.sluice.commit.UserOperation.COMPACTION;
import static io.sluice.commit.UserOperation.DELETE;
import static io.sluice.commit.UserOperation.INSERT;
import static io.sluice.commit.UserOperation.INSERT_FROM_ITSELF;
import static io.sluice.commit.UserOperation.MERGE;
import static io.sluice.commit.UserOperation.OVERWRITE;
import static io.sluice.commit.UserOperation.QUERY;
import static io.sluice.commit.UserOperation.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.commit.UserOperation.Place;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What happens when two people do something to one table at the same time. */
class UserOperationConflictsTest {
    /** Both at the same row. Mine in rows, the winner's in columns, in the order of {@link UserOperation}. */
    private static final String AT_WRITE_SERIALIZABLE = """
            -  -  -  -  -  -  -  S  P  P  S  S
            -  R  R  R  R  R  -  S  P  P  S  S
            -  R  R  R  R  R  R  S  P  P  S  S
            -  R  R  R  R  R  R  S  P  P  S  S
            -  R  R  R  R  R  R  S  P  P  S  S
            -  R  R  R  R  R  R  S  P  P  S  S
            -  -  R  R  R  R  R  S  P  P  S  S
            -  -  -  -  -  -  -  S  P  P  S  S
            -  -  -  -  -  -  -  S  P  P  S  S
            A  A  A  -  A  A  -  S  P  P  S  S
            -  -  -  -  -  -  -  S  P  P  S  S
            -  -  -  -  -  -  -  S  P  P  S  S
            -  -  -  -  -  -  -  -  -  -  -  -
            """;

    private static final String AT_SERIALIZABLE = """
            -  -  -  -  -  -  -  S  P  P  S  S
            A  R  R  R  R  R  -  S  P  P  S  S
            A  R  R  R  R  R  R  S  P  P  S  S
            A  R  R  R  R  R  R  S  P  P  S  S
            A  R  R  R  R  R  R  S  P  P  S  S
            A  R  R  R  R  R  R  S  P  P  S  S
            -  -  R  R  R  R  R  S  P  P  S  S
            -  -  -  -  -  -  -  S  P  P  S  S
            -  -  -  -  -  -  -  S  P  P  S  S
            A  A  A  -  A  A  -  S  P  P  S  S
            -  -  -  -  -  -  -  S  P  P  S  S
            -  -  -  -  -  -  -  S  P  P  S  S
            A  R  R  R  R  R  -  S  -  -  S  S
            """;

    /** Operations that are about rows or files, and not about the table as a whole. */
    private static final Set<UserOperation> LOCAL =
            EnumSet.of(INSERT, INSERT_FROM_ITSELF, OVERWRITE, DELETE, UPDATE, MERGE, COMPACTION);

    static Stream<Arguments> pairs() {
        return Stream.of(IsolationLevel.values()).flatMap(level -> {
            String table = level == SERIALIZABLE ? AT_SERIALIZABLE : AT_WRITE_SERIALIZABLE;
            Iterator<String> cells = Arrays.asList(table.trim().split("\\s+")).iterator();
            return Stream.of(UserOperation.values())
                    .flatMap(mine -> UserOperation.winners()
                            .map(winner -> Arguments.of(mine, winner, level, reason(cells.next()))));
        });
    }

    private static Optional<RejectionReason> reason(String cell) {
        return switch (cell) {
            case "-" -> Optional.empty();
            case "A" -> Optional.of(RejectionReason.ROWS_ADDED);
            case "R" -> Optional.of(RejectionReason.ROWS_CHANGED);
            case "S" -> Optional.of(RejectionReason.SCHEMA_CHANGED);
            case "P" -> Optional.of(RejectionReason.PROPERTIES_CHANGED);
            default -> throw new IllegalArgumentException(cell);
        };
    }

    static Stream<Arguments> localPairs() {
        return pairs().filter(pair -> isLocal(pair.get()[0]) && isLocal(pair.get()[1]));
    }

    private static boolean isLocal(Object operation) {
        return operation == QUERY || LOCAL.contains((UserOperation) operation);
    }

    @ParameterizedTest(name = "my {0} after {1}, {2}: {3}")
    @MethodSource("pairs")
    void atTheSameRow(
            UserOperation mine, UserOperation winner, IsolationLevel level, Optional<RejectionReason> expected) {
        assertThat(UserOperation.conflict(mine, Place.HERE, winner, Place.HERE, level))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "my {0} after {1}, {2}")
    @MethodSource("localPairs")
    void differentPartitionsNeverClash(UserOperation mine, UserOperation winner, IsolationLevel level) {
        assertThat(UserOperation.conflict(mine, Place.HERE, winner, Place.OTHER_DAY, level))
                .isEmpty();
    }

    @ParameterizedTest(name = "my {0} after {1}, {2}")
    @MethodSource("localPairs")
    void filesWhoseStatisticsTellThemApartNeverClash(UserOperation mine, UserOperation winner, IsolationLevel level) {
        assertThat(UserOperation.conflict(mine, Place.HERE, winner, Place.OTHER_FILE, level))
                .isEmpty();
    }

    @Test
    void changesOfDifferentRowsOfOneFileBothLand() {
        List<UserOperation> changes = List.of(DELETE, UPDATE, MERGE);
        for (UserOperation mine : changes) {
            for (UserOperation winner : changes) {
                for (IsolationLevel level : IsolationLevel.values()) {
                    assertThat(UserOperation.conflict(mine, Place.HERE, winner, Place.OTHER_ROW, level))
                            .as("%s after %s", mine, winner)
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void aFileThatGoesClashesWithEveryChangeOfItsRows() {
        for (UserOperation goes : List.of(OVERWRITE, COMPACTION)) {
            for (UserOperation change : List.of(DELETE, UPDATE, MERGE)) {
                assertThat(UserOperation.conflict(change, Place.OTHER_ROW, goes, Place.HERE, WRITE_SERIALIZABLE))
                        .contains(RejectionReason.ROWS_CHANGED);
                assertThat(UserOperation.conflict(goes, Place.HERE, change, Place.OTHER_ROW, WRITE_SERIALIZABLE))
                        .contains(RejectionReason.ROWS_CHANGED);
            }
        }
    }

    @Test
    void compactionIsNoChangeForThoseWhoOnlyRead() {
        assertThat(UserOperation.conflict(INSERT_FROM_ITSELF, Place.HERE, COMPACTION, Place.HERE, SERIALIZABLE))
                .isEmpty();
        assertThat(UserOperation.conflict(QUERY, Place.HERE, COMPACTION, Place.HERE, SERIALIZABLE))
                .isEmpty();
    }

    @Test
    void theLogIsNotReadWhereTheKindsDecide() {
        Transaction mine = UPDATE.mine(Place.HERE, SERIALIZABLE);
        assertThat(ConflictRules.conflict(mine, ALTER.winner(Place.HERE), () -> {
                    throw new AssertionError("the files were looked at");
                }))
                .contains(RejectionReason.SCHEMA_CHANGED);
        Transaction blind = INSERT.mine(Place.HERE, SERIALIZABLE);
        assertThat(ConflictRules.conflict(blind, MERGE.winner(Place.HERE), () -> {
                    throw new AssertionError("the files were looked at");
                }))
                .isEmpty();
    }
}
