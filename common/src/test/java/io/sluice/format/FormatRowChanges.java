package io.sluice.format;

import static io.sluice.format.FormatWorld.append;
import static io.sluice.format.FormatWorld.delete;
import static io.sluice.format.FormatWorld.file;
import static io.sluice.format.FormatWorld.longFile;
import static io.sluice.format.FormatWorld.paths;
import static io.sluice.format.FormatWorld.rowsLeft;
import static io.sluice.format.FormatWrites.committed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.FaultyCatalog;
import io.sluice.commit.CommitOutcome.Rejected;
import io.sluice.commit.CommitOutcome.Unknown;
import io.sluice.commit.Reads;
import io.sluice.commit.RejectionReason;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.DeleteRows;
import io.sluice.commit.TableChange.Redefine;
import io.sluice.commit.TableChange.RemoveFiles;
import io.sluice.commit.TableChange.ReplaceFiles;
import io.sluice.commit.TableChange.Restore;
import io.sluice.commit.TableChange.SetComment;
import io.sluice.commit.TableChange.SetProperties;
import io.sluice.error.SluiceException;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.scan.Snapshot;
import io.sluice.storage.FaultyStorage.Effect;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.RowPositions;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableSchema;
import io.sluice.table.TableVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Rows are taken away one by one or in whole files, put elsewhere, and brought back. */
abstract class FormatRowChanges extends FormatSuite {
    private static final long MANY = 200_000;

    /** Every third row: too many places for a short note. */
    private static RowPositions scattered(int phase) {
        long[] rows = new long[(int) MANY / 3];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = 3L * i + phase;
        }
        return RowPositions.of(rows);
    }

    @Test
    void deletedRowsAreGoneFromTheirVersionOn() {
        FormatTable table = world.created("people", append(longFile("a", 10), longFile("b", 10)));

        assertThat(world.commit(table, delete("a", 1, 3))).isEqualTo(committed(1));
        assertThat(world.commit(table, delete("a", 0, 9), delete("b", 5))).isEqualTo(committed(2));

        assertThat(rowsLeft(table.snapshot()))
                .isEqualTo(Map.of("a.parquet", RowPositions.of(2, 4, 5, 6, 7, 8), "b.parquet", all(10, 5)));
        assertThat(rowsLeft(table.snapshotAt(new TableVersion(1))))
                .isEqualTo(Map.of("a.parquet", all(10, 1, 3), "b.parquet", all(10)));
        assertThat(rowsLeft(table.snapshotAt(TableVersion.FIRST)))
                .isEqualTo(Map.of("a.parquet", all(10), "b.parquet", all(10)));
        assertThat(rowsLeft(another().open(table.table()).snapshot())).isEqualTo(rowsLeft(table.snapshot()));
    }

    private static RowPositions all(long rowCount, long... without) {
        return RowPositions.all(rowCount).minus(RowPositions.of(without));
    }

    @Test
    void theCountOfDeletedRowsIsKnownWithoutReadingThem() {
        FormatTable table = world.created("people", append(longFile("a", MANY)));
        world.commit(table, new DeleteRows(Map.of("a.parquet", scattered(0))));
        FormatTable opened = another().open(table.table());

        ScanTask task = opened.snapshot().plan(Predicate.ALL).tasks().get(0);

        assertThat(task.deletions().count()).isEqualTo(MANY / 3);
        assertThat(task.file().statistics().rowCount()).isEqualTo(MANY);
        assertThat(task.deletions().positions()).isEqualTo(scattered(0));
    }

    @Test
    void aFileWithoutRowsIsGone() {
        FormatTable table = world.created("people", append(longFile("a", 4), longFile("b", 4)));

        world.commit(table, delete("a", 0, 1));
        world.commit(table, delete("a", 2, 3), delete("b", 0, 1, 2, 3));

        assertThat(table.snapshot().fileCount()).isZero();
        assertThat(table.snapshot().sizeBytes()).isZero();
    }

    @Test
    void writersWhoDeleteDifferentRowsOfOneFileBothLand() {
        FormatTable table = world.created("people", append(longFile("a", 10), longFile("big", MANY)));
        TableVersion read = table.current().version();
        FormatWorld rival = another();
        FormatTable rivals = rival.open(table.table());

        Reads targets = Reads.targetsOf(read, Predicate.ALL);
        assertThat(world.commit(table, targets, delete("a", 1), new DeleteRows(Map.of("big.parquet", scattered(0)))))
                .isEqualTo(committed(1));
        assertThat(rival.commit(rivals, targets, delete("a", 2), new DeleteRows(Map.of("big.parquet", scattered(1)))))
                .isEqualTo(committed(2));

        assertThat(rowsLeft(table.snapshot()))
                .isEqualTo(Map.of(
                        "a.parquet",
                        all(10, 1, 2),
                        "big.parquet",
                        RowPositions.all(MANY).minus(scattered(0)).minus(scattered(1))));
    }

    @Test
    void ofWritersWhoDeleteTheSameRowOneIsRejected() {
        FormatTable table = world.created("people", append(longFile("a", 10), longFile("b", 10)));
        Reads targets = Reads.targetsOf(table.current().version(), Predicate.ALL);
        world.commit(table, targets, delete("a", 1, 2));
        FormatWorld rival = another();

        for (TableChange change : List.of(
                delete("a", 2, 3),
                new RemoveFiles(List.of("a.parquet")),
                new ReplaceFiles(List.of("a.parquet"), List.of(longFile("c", 10))))) {
            assertThat(rival.commit(rival.open(table.table()), targets, delete("b", 1), change))
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            rejected -> assertThat(rejected.reason()).isEqualTo(RejectionReason.ROWS_CHANGED));
        }
        assertThat(rowsLeft(table.snapshot())).isEqualTo(Map.of("a.parquet", all(10, 1, 2), "b.parquet", all(10)));
    }

    @Test
    void theLastRowsOfAFileMayBeDeletedByTwo() {
        FormatTable table = world.created("people", append(longFile("a", 4), longFile("b", 4)));
        TableVersion read = table.current().version();

        world.commit(table, read, delete("a", 0, 1));
        another().commit(table, read, delete("a", 2, 3));

        assertThat(paths(table.snapshot())).containsExactly("b.parquet");
    }

    @Test
    void rowsOfAFileOfTheSameTransactionCanBeDeleted() {
        FormatTable table = world.created("people");

        world.commit(
                table,
                append(longFile("a", 10), longFile("b", 2), longFile("c", 2)),
                delete("a", 3),
                delete("b", 0, 1),
                delete("a", 4),
                new RemoveFiles(List.of("c.parquet")));

        assertThat(rowsLeft(table.snapshot())).isEqualTo(Map.of("a.parquet", all(10, 3, 4)));
    }

    @Test
    void rowsThatAreNotThereCannotBeDeleted() {
        FormatTable table = world.created("people", append(longFile("a", 10)));
        world.commit(table, delete("a", 1));

        for (TableChange wrong : List.of(delete("a", 1, 2), delete("a", 10), delete("z", 1))) {
            assertThatThrownBy(() -> world.commit(table, wrong))
                    .isInstanceOf(SluiceException.class)
                    .hasMessageContaining("not there");
        }
        assertThat(table.current().version()).isEqualTo(new TableVersion(1));
    }

    @Test
    void wholeFilesAreRemovedAndReplaced() {
        FormatTable table = world.created("people", append(longFile("a", 10), longFile("b", 10), longFile("c", 10)));
        world.commit(table, delete("b", 1));

        world.commit(table, new RemoveFiles(List.of("a.parquet")));
        world.commit(table, new ReplaceFiles(List.of("b.parquet", "c.parquet"), List.of(longFile("compact", 19))));

        assertThat(rowsLeft(table.snapshot())).isEqualTo(Map.of("compact.parquet", all(19)));
        assertThat(rowsLeft(table.snapshotAt(new TableVersion(2))))
                .isEqualTo(Map.of("b.parquet", all(10, 1), "c.parquet", all(10)));
    }

    @Test
    void anEarlierVersionIsRestoredWithItsRowsColumnsAndProperties() {
        FormatTable table = world.created("people", append(longFile("a", 10), longFile("b", 10)));
        write(table, "a", "b", "c");
        world.commit(table, delete("a", 1), append(longFile("c", 10)));
        world.commit(table, delete("a", 2), new RemoveFiles(List.of("b.parquet")));
        world.commit(
                table,
                new SetProperties(Map.of("mine", "1"), Set.of()),
                new SetComment(Optional.of("new")),
                delete("c", 1));

        assertThat(world.commit(table, new Restore(new TableVersion(1)))).isEqualTo(committed(4));

        Snapshot restored = another().open(table.table()).snapshot();
        assertThat(rowsLeft(restored))
                .isEqualTo(Map.of("a.parquet", all(10, 1), "b.parquet", all(10), "c.parquet", all(10)));
        assertThat(restored.metadata())
                .isEqualTo(table.snapshotAt(new TableVersion(1)).metadata());
        world.commit(table, delete("a", 2));
        world.commit(table, new Restore(TableVersion.FIRST));
        assertThat(rowsLeft(table.snapshot())).isEqualTo(Map.of("a.parquet", all(10), "b.parquet", all(10)));
        world.commit(table, new Restore(new TableVersion(2)));
        assertThat(rowsLeft(table.snapshot())).isEqualTo(Map.of("a.parquet", all(10, 1, 2), "c.parquet", all(10)));
    }

    /** So that the files can be brought back. */
    private void write(FormatTable table, String... names) {
        for (String name : names) {
            world.storage.write(table.table().location() + "/" + name + ".parquet", new byte[1]);
        }
    }

    @Test
    void whatIsNotThereAnyMoreCannotBeRestored() {
        FormatTable table = world.created("people", append(longFile("a", 10)));
        world.commit(table, new RemoveFiles(List.of("a.parquet")));

        assertThatThrownBy(() -> world.commit(table, new Restore(TableVersion.FIRST)))
                .hasMessage("version 0 cannot be restored: 1 of its files are not there any more, 'a.parquet' for one");
        assertThatThrownBy(() -> world.commit(table, new Restore(new TableVersion(7))))
                .hasMessageContaining("has no version 7: the last one is 1");
    }

    @Test
    void aTableIsMadeAnew() {
        FormatTable table = world.created("people", append(longFile("a", 10), longFile("b", 10)));
        world.commit(table, delete("a", 1));
        TableSchema schema = TableSchema.of(Field.optional("when", Primitive.TIMESTAMP_NTZ));
        CatalogTable known = table.table();
        TableMetadata metadata =
                new TableMetadata(known.id(), schema, List.of(), Map.of("mine", "2"), Optional.of("anew"));

        world.commit(
                table, append(longFile("lost", 3)), new Redefine(metadata), append(longFile("n", 5)), delete("n", 4));

        Snapshot anew = another().open(known).snapshot();
        assertThat(rowsLeft(anew)).isEqualTo(Map.of("n.parquet", all(4)));
        assertThat(anew.metadata().schema()).isEqualTo(schema);
        assertThat(anew.metadata().comment()).contains("anew");
        assertThat(anew.metadata().properties()).containsEntry("mine", "2");
        assertThat(rowsLeft(table.snapshotAt(new TableVersion(1))))
                .isEqualTo(Map.of("a.parquet", all(10, 1), "b.parquet", all(10)));
    }

    @Test
    void anAppendOnlyTableKeepsItsRowsAndMayPutThemElsewhere() {
        FormatTable table = world.created("people", append(longFile("a", 10), longFile("b", 10)));
        world.commit(table, new SetProperties(Map.of("delta.appendOnly", "true"), Set.of()));

        for (TableChange change : List.of(delete("a", 1), new RemoveFiles(List.of("a.parquet")))) {
            assertThatThrownBy(() -> world.commit(table, change))
                    .isInstanceOfSatisfying(
                            SluiceException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(SluiceException.Kind.USER))
                    .hasMessageContaining("append-only")
                    .hasMessageContaining("delta.appendOnly");
        }
        world.commit(table, new ReplaceFiles(List.of("a.parquet", "b.parquet"), List.of(longFile("compact", 20))));
        assertThat(paths(table.snapshot())).containsExactly("compact.parquet");
    }

    @Test
    void whereRowsCannotBeNotedAsDeletedThePropertyIsNamed() {
        FormatTable table = world.created("people", append(longFile("a", 10), longFile("b", 2)));
        world.commit(table, delete("b", 1));
        world.commit(table, new SetProperties(Map.of("delta.enableDeletionVectors", "false"), Set.of()));

        assertThatThrownBy(() -> world.commit(table, delete("a", 1)))
                .hasMessageContaining("delta.enableDeletionVectors");

        world.commit(table, delete("b", 0));
        assertThat(rowsLeft(table.snapshot())).isEqualTo(Map.of("a.parquet", all(10)));
    }

    @Test
    void whatALostDeletionHasStoredIsRemovedAndNoneThatMayHaveLanded() {
        FormatTable table = world.created("people", append(longFile("a", MANY), longFile("b", MANY)));
        DeleteRows deletion = new DeleteRows(Map.of("a.parquet", scattered(0), "b.parquet", scattered(1)));
        FormatWorld rival = another();
        AtomicInteger ratifications = new AtomicInteger();
        world.catalog.inject(call -> {
            if (call == FaultyCatalog.Call.RATIFY && ratifications.incrementAndGet() == 1) {
                rival.commit(rival.open(table.table()), append(file("rival", 1)));
            }
            return Effect.PASS;
        });

        assertThat(world.commit(table, deletion)).isEqualTo(committed(2));

        assertThat(contract().leftovers(table.table(), world.storage)).isZero();
        world.catalog.inject(call -> call == FaultyCatalog.Call.RATIFY ? Effect.LOSE_REPLY : Effect.PASS);
        assertThat(world.commit(table, new DeleteRows(Map.of("a.parquet", scattered(2)))))
                .isInstanceOf(Unknown.class);
        world.catalog.inject(FaultyCatalog.Faults.NONE);
        assertThat(rowsLeft(another().open(table.table()).snapshot()))
                .containsEntry(
                        "a.parquet", RowPositions.all(MANY).minus(scattered(0)).minus(scattered(2)));
    }
}
