package io.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.SluiceException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LocalStorageTest extends StorageContract {
    private static final byte[] CONTENT = {1, 2, 3};

    private final Storage storage = new LocalStorage();

    @TempDir
    Path temporary;

    @Override
    protected Storage storage() {
        return storage;
    }

    @Override
    protected String folder() {
        return temporary + "/lake/table";
    }

    @Test
    void whatACrashLeavesBehindIsNotListed() throws IOException {
        storage.create(at("a"), CONTENT);
        Files.write(Path.of(at(".b.0c5d.tmp")), CONTENT);

        assertThat(storage.list(folder())).extracting(StoredFile::name).containsExactly("a");
    }

    @Test
    void nothingIsLeftBehindByWinnersAndLosers() throws IOException {
        storage.create(at("a"), CONTENT);
        storage.create(at("a"), CONTENT);
        storage.write(at("b"), CONTENT);
        storage.copy(at("a"), at("c"));

        try (var entries = Files.list(Path.of(folder()))) {
            assertThat(entries.map(entry -> entry.getFileName().toString())).containsExactlyInAnyOrder("a", "b", "c");
        }
    }

    @Test
    void aFileWhereAFolderShouldBeIsAnswered() {
        storage.create(at("a"), CONTENT);

        assertThat(storage.read(at("a/b"))).isEmpty();
        assertThat(storage.stat(at("a/b"))).isEmpty();
        assertThat(storage.list(at("a"))).isEmpty();
        assertThatThrownBy(() -> storage.create(at("a/b"), CONTENT))
                .isInstanceOf(SluiceException.class)
                .hasMessageContaining(at("a/b"));
    }

    @ParameterizedTest
    @CsvSource({
        "No space left on device, RESOURCES",
        "Disk quota exceeded, RESOURCES",
        "Too many open files, RESOURCES",
        "Read-only file system, USER",
        "Input/output error, EXTERNAL"
    })
    void aFailureNamesTheFileAndWhoCanMendIt(String reason, SluiceException.Kind kind) {
        Storage failing = new LocalStorage((file, target) -> {
            throw new FileSystemException(target.toString(), null, reason);
        });

        assertThatThrownBy(() -> failing.create(at("a"), CONTENT))
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(kind))
                .hasMessageContaining(at("a"));
        assertThat(failing.list(folder())).isEmpty();
    }

    @Test
    void aForbiddenFolderIsTheUsersToMend() {
        Storage failing = new LocalStorage((file, target) -> {
            throw new AccessDeniedException(target.toString());
        });

        assertThatThrownBy(() -> failing.create(at("a"), CONTENT))
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(SluiceException.Kind.USER))
                .hasMessageContaining("choose another folder");
    }
}
