package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.MultiTableCommit;
import io.sluice.catalog.OpenMode;
import io.sluice.commit.Committer;
import io.sluice.commit.Pacing;
import io.sluice.commit.RetryPolicy;
import io.sluice.duckdb.Cancellation;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.error.SluiceException;
import io.sluice.format.delta.DeltaFormat;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeUri;
import io.sluice.session.LakeSource;
import io.sluice.session.SessionSettings;
import io.sluice.session.SqlSession;
import io.sluice.storage.LocalStorage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code sluice sql} says and answers when the catalog does not tell what became of a commit. */
class UnknownOutcomeTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void theExitCodeIsFiveAndTheMessageNamesTheVersionThatTells() {
        String uri = folder.resolve("lake").toString();
        assertThat(CommandRun.of("sql", "--lake", uri, "CREATE TABLE t AS SELECT 1 AS a")
                        .exitCode())
                .isZero();
        assertThat(run("DELETE FROM t; SELECT 'not reached'")).isEqualTo(ExitCode.UNKNOWN);
        assertThat(ExitCode.UNKNOWN.number()).isEqualTo(5);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "sluice: the catalog did not answer (the reply is lost): the changes may or may not be committed, as default.t version 1. 'sluice history' tells when it answers again\n");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(run("BEGIN; ALTER TABLE t RENAME TO u; COMMIT")).isEqualTo(ExitCode.UNKNOWN);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .endsWith("the changes may or may not be committed. 'sluice tables' tells when it answers again\n");
    }

    private ExitCode run(String script) {
        LakeUri uri = LakeUri.parse(folder.resolve("lake").toString());
        Pacing impatient = new Pacing(InstantSource.system(), new Random(7), pause -> {});
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                OptionalInt.empty(),
                OptionalInt.empty());
        Console console = new Console(terminal, false, false);
        try (Lake lake = new Lake(
                        silent(uri.openCatalog(OpenMode.OPEN_EXISTING)),
                        new LocalStorage(),
                        uri.warehouse(),
                        DeltaFormat.system(),
                        new Committer(RetryPolicy.DEFAULT, impatient));
                SqlSession session = new SqlSession(
                        only(lake), SessionSettings.DEFAULT, DuckDbSettings.DEFAULT, new Cancellation())) {
            ResultOutput results = new ResultOutput(console, Optional.empty(), ResultFormat.TABLE);
            return new SessionInput(session, results, new Failures(terminal, new Interrupt()), console).script(script);
        }
    }

    private static LakeSource only(Lake lake) {
        return new LakeSource() {
            @Override
            public Optional<Lake> existing() {
                return Optional.of(lake);
            }

            @Override
            public Lake made() {
                return lake;
            }
        };
    }

    /** A catalog that loses every reply to a ratification. */
    private static Catalog silent(Catalog catalog) {
        return (Catalog) Proxy.newProxyInstance(
                UnknownOutcomeTest.class.getClassLoader(),
                new Class<?>[] {Catalog.class, MultiTableCommit.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("ratify")) {
                        throw SluiceException.external("the reply is lost", null);
                    }
                    return call(catalog, method, arguments);
                });
    }

    private static Object call(Catalog catalog, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(catalog, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    @Test
    void quietRunsSayNothingOfWrites() {
        String lake = folder.resolve("quiet").toString();
        CommandRun run = CommandRun.of(
                "sql", "-q", "-o", "csv", "--lake", lake, "CREATE TABLE t AS SELECT 1 AS a; DELETE FROM t; FROM t");
        assertThat(run).isEqualTo(new CommandRun(0, "a\n", ""));
    }
}
