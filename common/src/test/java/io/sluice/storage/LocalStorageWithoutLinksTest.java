package io.sluice.storage;

import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The same contract on a file system that has no hard links. */
final class LocalStorageWithoutLinksTest extends StorageContract {
    private final Storage storage = new LocalStorage(new HardLinkPlacement((link, existing) -> {
        throw new FileSystemException(link.toString(), existing.toString(), "Operation not supported");
    }));

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
}
