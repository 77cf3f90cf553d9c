package io.sluice.compat.process;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where the classes of this process come from. */
public final class Classes {
    private Classes() {}

    /** The folder or the jar that has a class. */
    public static Path of(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
