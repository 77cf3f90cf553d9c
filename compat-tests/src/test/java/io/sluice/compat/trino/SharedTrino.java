package io.sluice.compat.trino;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The servers of this JVM, at a lake where every test has a schema of its own. They end with the JVM. */
public final class SharedTrino {
    private SharedTrino() {}

    static TrinoServer server() {
        return First.SERVER;
    }

    /** Another one at the same lake. Neither knows of the other. */
    static TrinoServer second() {
        return Second.SERVER;
    }

    /** A session of the first server. */
    public static TrinoClient connect() {
        return TrinoClient.of(server());
    }

    /** The folder of the lake, which is its URI too. */
    public static Path lake() {
        return Place.FOLDER.resolve("lake");
    }

    private static TrinoServer start(String name) {
        try {
            TrinoServer server = TrinoServer.start(TrinoFolder.of(Place.FOLDER.resolve(name), lake().toString()));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "end of the server"));
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static final class Place {
        static final Path FOLDER = folder();

        private static Path folder() {
            try {
                return Files.createTempDirectory("trino");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class First {
        static final TrinoServer SERVER = start("first");
    }

    private static final class Second {
        static final TrinoServer SERVER = start("second");
    }
}
