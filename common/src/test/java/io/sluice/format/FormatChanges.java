package io.sluice.format;

import static io.sluice.format.FormatWorld.append;
import static io.sluice.format.FormatWorld.delete;
import static io.sluice.format.FormatWorld.file;
import static io.sluice.format.FormatWorld.longFile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.commit.CommitTarget;
import io.sluice.commit.CommitTarget.Tip;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AddChangeData;
import io.sluice.commit.TableChange.DeleteRows;
import io.sluice.commit.TableChange.RemoveFiles;
import io.sluice.commit.TableChange.ReplaceFiles;
import io.sluice.commit.TableChange.Restore;
import io.sluice.commit.TableChange.SetProperties;
import io.sluice.error.SluiceException;
import io.sluice.scan.FileChanges;
import io.sluice.scan.ScanTask;
import io.sluice.table.RowPositions;
import io.sluice.table.TableVersion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a version did to files can be asked: by who has lost against it, and by who reads changes. */
abstract class FormatChanges extends FormatSuite {
    /** What one more commit does, as a transaction that has read before it learns. */
    private FileChanges changesOf(FormatTable table, TableChange... changes) {
        TableVersion read = table.current().version();
        world.commit(table, changes);
        CommitTarget target = another().open(table.table()).target();
        Tip tip = target.tip(read).orElseThrow();
        assertThat(tip.winners()).hasSize(1);
        FileChanges found = target.changes(tip.winners().get(0));
        List<CommittedChanges> listed = table.changes(read.next(), read.next());
        assertThat(listed).extracting(CommittedChanges::version).containsExactly(read.next());
        assertThat(paths(listed.get(0).files())).isEqualTo(paths(found));
        assertThat(listed.get(0).committedAt()).isEqualTo(table.snapshot().committedAt());
        return found;
    }

    private static List<List<String>> paths(FileChanges changes) {
        return List.of(
                paths(changes.added()),
                paths(changes.removed()),
                paths(changes.deleted().stream()
                        .map(FileChanges.RowsDeleted::task)
                        .toList()),
                paths(changes.replaced()),
                paths(changes.replacements()),
                paths(changes.changeData()));
    }

    private static List<String> paths(List<ScanTask> tasks) {
        return tasks.stream().map(task -> task.file().path()).sorted().toList();
    }

    @Test
    void appendedFilesAreAddedWithWhatIsKnownOfThem() {
        FormatTable table = world.created("people", append(file("first", 9)));

        FileChanges changes = changesOf(table, append(file("a", 1), file("b", 2)));

        assertThat(paths(changes))
                .isEqualTo(List.of(
                        List.of("a.parquet", "b.parquet"), List.of(), List.of(), List.of(), List.of(), List.of()));
        ScanTask added = changes.added().get(1);
        assertThat(added.location()).isEqualTo(table.table().location() + "/b.parquet");
        assertThat(added.file().statistics()).isEqualTo(file("b", 2).statistics());
        assertThat(added.file().sizeBytes()).isEqualTo(file("b", 2).sizeBytes());
        assertThat(added.deletions().isEmpty()).isTrue();
    }

    @Test
    void removedFilesComeWithTheDeletionsThatTheyHadAndWhatIsKnownOfThem() {
        FormatTable table = world.created("people", append(file("a", 1), longFile("b", 5)));
        world.commit(table, delete("b", 2));

        FileChanges changes = changesOf(table, new RemoveFiles(List.of("a.parquet", "b.parquet")));

        assertThat(paths(changes))
                .isEqualTo(List.of(
                        List.of(), List.of("a.parquet", "b.parquet"), List.of(), List.of(), List.of(), List.of()));
        assertThat(changes.removed().get(0).file().statistics())
                .isEqualTo(file("a", 1).statistics());
        assertThat(changes.removed().get(1).deletions().positions()).isEqualTo(RowPositions.of(2));
    }

    @Test
    void deletedRowsAreThoseThatWereThereBefore() {
        FormatTable table = world.created("people", append(longFile("a", 5), longFile("b", 200_000)));
        world.commit(table, delete("a", 1));
        RowPositions many =
                RowPositions.of(LongStream.range(0, 50_000).map(i -> i * 3).toArray());

        FileChanges changes = changesOf(table, delete("a", 0, 3), new DeleteRows(Map.of("b.parquet", many)));

        assertThat(paths(changes))
                .isEqualTo(List.of(
                        List.of(), List.of(), List.of("a.parquet", "b.parquet"), List.of(), List.of(), List.of()));
        assertThat(changes.deleted().get(0).positions()).isEqualTo(RowPositions.of(0, 3));
        assertThat(changes.deleted().get(0).task().deletions().positions()).isEqualTo(RowPositions.of(1));
        assertThat(changes.deleted().get(0).task().file().statistics())
                .isEqualTo(longFile("a", 5).statistics());
        assertThat(changes.deleted().get(1).positions()).isEqualTo(many);
    }

    @Test
    void replacedFilesAreToldFromRemovedOnes() {
        FormatTable table = world.created("people", append(longFile("a", 5), longFile("b", 5), longFile("c", 1)));

        FileChanges changes = changesOf(
                table,
                new ReplaceFiles(List.of("a.parquet", "b.parquet"), List.of(longFile("compact", 10))),
                append(longFile("d", 1)),
                new RemoveFiles(List.of("c.parquet")));

        assertThat(paths(changes))
                .isEqualTo(List.of(
                        List.of("d.parquet"),
                        List.of("c.parquet"),
                        List.of(),
                        List.of("a.parquet", "b.parquet"),
                        List.of("compact.parquet"),
                        List.of()));
    }

    @Test
    void filesThatTellTheChangesThemselvesAreNoRowsOfTheTable() {
        FormatTable table = world.created("people", append(longFile("a", 5)));

        FileChanges changes =
                changesOf(table, delete("a", 1), new AddChangeData(List.of(longFile("_change_data/c", 1))));

        assertThat(paths(changes.changeData())).containsExactly("_change_data/c.parquet");
        assertThat(table.snapshot().fileCount()).isEqualTo(1);
    }

    @Test
    void rowsThatComeBackAreAdded() {
        FormatTable table = world.created("people", append(longFile("a", 5), longFile("b", 5)));
        for (String name : List.of("a", "b")) {
            world.storage.write(table.table().location() + "/" + name + ".parquet", new byte[1]);
        }
        world.commit(table, delete("a", 1));
        world.commit(table, delete("a", 2, 3), new RemoveFiles(List.of("b.parquet")));

        FileChanges changes = changesOf(table, new Restore(new TableVersion(1)));

        assertThat(paths(changes))
                .isEqualTo(List.of(
                        List.of("a.parquet", "b.parquet"), List.of(), List.of(), List.of(), List.of(), List.of()));
        ScanTask back = changes.added().get(0);
        assertThat(back.deletions().positions()).isEqualTo(RowPositions.of(0, 1, 4));
        assertThat(back.deletions().count()).isEqualTo(3);
    }

    @Test
    void manyVersionsAreToldInOrder() {
        FormatTable table = world.created("people", append(longFile("a", 5)));
        world.commit(table, append(longFile("b", 5)));
        world.commit(table, new SetProperties(Map.of("mine", "1"), Set.of()));
        world.commit(table, delete("a", 1));

        List<CommittedChanges> changes = another().open(table.table()).changes(TableVersion.FIRST, new TableVersion(3));

        assertThat(changes).extracting(change -> change.version().number()).containsExactly(0L, 1L, 2L, 3L);
        assertThat(changes)
                .extracting(change -> change.metadata().properties().get("mine"))
                .containsExactly(null, null, "1", "1");
        assertThat(changes).extracting(change -> change.files().added().size()).containsExactly(1, 1, 0, 0);
        assertThat(changes.get(2).files()).isEqualTo(FileChanges.NONE);
        assertThat(changes.get(3).files().deleted()).hasSize(1);
    }

    @Test
    void versionsThatAreNotThereAreNamed() {
        FormatTable table = world.created("people");
        world.commit(table, append(longFile("a", 5)));

        assertThatThrownBy(() -> table.changes(TableVersion.FIRST, new TableVersion(9)))
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(SluiceException.Kind.USER))
                .hasMessageContaining("has no version 9: the last one is 1");
        assertThatThrownBy(() -> table.changes(new TableVersion(1), TableVersion.FIRST))
                .hasMessageContaining("the first is the later one");
    }
}
