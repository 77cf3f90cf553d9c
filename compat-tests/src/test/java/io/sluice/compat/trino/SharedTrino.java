package io.sluice.compat.trino;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The one server of this JVM, at a lake where every test has a schema of its own. It ends with the JVM. */
final class SharedTrino {
    private SharedTrino() {}

    static TrinoServer server() {
        return Holder.SERVER;
    }

    /** The URI of the lake. */
    static String lake() {
        return Holder.FOLDER.resolve("lake").toString();
    }

    private static final class Holder {
        static final Path FOLDER = folder();
        static final TrinoServer SERVER = start();

        private static Path folder() {
            try {
                return Files.createTempDirectory("trino");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private static TrinoServer start() {
            try {
                TrinoServer server = TrinoServer.start(TrinoFolder.of(
                        FOLDER.resolve("server"), FOLDER.resolve("lake").toString()));
                Runtime.getRuntime().addShutdownHook(new Thread(server::close, "end of the server"));
                return server;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
