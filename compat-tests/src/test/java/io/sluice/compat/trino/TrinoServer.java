package io.sluice.compat.trino;

import io.sluice.compat.process.Classes;
import io.sluice.compat.process.JavaHomes;
import io.sluice.compat.trino.program.ServerProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** One process of Trino on this machine. */
public final class TrinoServer implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofMinutes(6);
    private static final long LOOK_EVERY_MILLIS = 200;

    private final Path folder;
    private final int port;
    private final Process process;

    private TrinoServer(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /** A server that coordinates and works, when it answers queries. */
    public static TrinoServer start(TrinoFolder settings) throws IOException, InterruptedException {
        TrinoServer server = launch(settings);
        try {
            server.awaitAnswers();
            return server;
        } catch (Throwable failed) {
            server.close();
            throw failed;
        }
    }

    /** The same, not waited for. */
    static TrinoServer launch(TrinoFolder settings) throws IOException {
        int port = freePort();
        Path config = settings.write(port);
        List<String> command = new ArrayList<>();
        command.add(JavaHomes.of(25).resolve("bin/java").toString());
        command.addAll(settings.javaOptions());
        command.add("-Duser.timezone=UTC");
        command.add("-Dnode.data-dir=" + settings.folder().resolve("var"));
        command.addAll(List.of(
                "--add-modules=jdk.incubator.vector",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Dconfig=" + config,
                "-cp",
                settings.classPath() + ":" + Classes.of(ServerProgram.class) + ":" + TrinoPlugins.serverClassPath(),
                ServerProgram.class.getName(),
                "483"));
        Path log = settings.folder().resolve("server.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(settings.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(settings.environment());
        return new TrinoServer(settings.folder(), port, builder.start());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * Waits until queries are answered. A server says that it is up before it has found itself among the nodes that may
     * work.
     */
    void awaitAnswers() throws InterruptedException, IOException {
        Instant deadline = Instant.now().plus(LONGEST_START);
        while (true) {
            try (Connection connection = connect()) {
                connection
                        .createStatement()
                        .executeQuery("SELECT name FROM tpch.tiny.region LIMIT 1")
                        .next();
                return;
            } catch (SQLException notYet) {
                if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                    throw new IllegalStateException("the server does not start: " + log(), notYet);
                }
                Thread.sleep(LOOK_EVERY_MILLIS);
            }
        }
    }

    /** A session whose catalog is {@code lake}. */
    Connection connect() throws SQLException {
        return connect(Map.of());
    }

    /** The same with more properties of the driver. */
    Connection connect(Map<String, String> more) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "tester");
        properties.putAll(more);
        return DriverManager.getConnection("jdbc:trino://127.0.0.1:%d/lake/default".formatted(port), properties);
    }

    /** Where other nodes find it. */
    int port() {
        return port;
    }

    /** Waits for the end of a server that gives up by itself; its exit code. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(LONGEST_START.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the server does not end");
        }
        return process.exitValue();
    }

    /** What the server has printed. */
    String log() throws IOException {
        return Files.readString(folder.resolve("server.log"));
    }

    /** Ends the process at once, in the midst of whatever it does. */
    void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
