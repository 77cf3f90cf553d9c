package io.sluice.compat.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.commit.IsolationLevel;
import io.sluice.compat.spark.Writer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server and its worker at a lake whose catalog is in a PostgreSQL that asks for a password. */
class TrinoOverPostgresTest {
    private static final String PASSWORD = "s3same";
    /** Only the administrator, who has no password, comes in without. */
    private static final List<String> RULES = List.of(
            "host all postgres 127.0.0.1/32 trust",
            "host all postgres ::1/128 trust",
            "host all all 127.0.0.1/32 scram-sha-256");

    @TempDir
    private static Path folder;

    private static EmbeddedPostgres postgres;
    private static TrinoFolder settings;
    private static TrinoServer coordinator;
    private static TrinoServer worker;

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.start();
        askForPasswords();
        settings = TrinoFolder.of(folder.resolve("coordinator"), uri("writer"))
                .withSettings(Map.of("node-scheduler.include-coordinator", "false"))
                .withEnvironment(Map.of("PGPASSWORD", PASSWORD));
        coordinator = TrinoServer.launch(settings);
        worker = TrinoServer.launch(settings.workerOf(coordinator, folder.resolve("worker")));
        coordinator.awaitAnswers();
    }

    private static void askForPasswords() throws SQLException, IOException {
        try (Connection admin = postgres.getPostgresDatabase().getConnection();
                Statement statement = admin.createStatement()) {
            statement.execute("SET password_encryption = 'scram-sha-256'");
            statement.execute("CREATE ROLE writer LOGIN PASSWORD '%s'".formatted(PASSWORD));
            statement.execute("CREATE DATABASE lake OWNER writer");
            try (ResultSet rules = statement.executeQuery("SHOW hba_file")) {
                rules.next();
                Files.write(Path.of(rules.getString(1)), RULES);
            }
            statement.execute("SELECT pg_reload_conf()");
        }
        Awaitility.await()
                .atMost(1, TimeUnit.MINUTES)
                .untilAsserted(() -> assertThatThrownBy(() -> DriverManager.getConnection(
                                "jdbc:postgresql://127.0.0.1:%d/lake?user=writer".formatted(postgres.getPort())))
                        .hasMessageContaining("password"));
    }

    private static String uri(String user) {
        return "postgresql://%s@127.0.0.1:%d/lake?warehouse=%s"
                .formatted(user, postgres.getPort(), folder.resolve("warehouse"));
    }

    @AfterAll
    static void stop() throws IOException {
        worker.close();
        coordinator.close();
        postgres.close();
    }

    @Test
    void rowsAreWrittenAndReadByTheWorker() {
        try (TrinoClient trino = TrinoClient.of(coordinator);
                Writer sql = Writer.Sql.in(uri("postgres"))) {
            trino.run("CREATE SCHEMA shop");
            trino.run("CREATE TABLE shop.nations WITH (partitioned_by = ARRAY['region']) AS"
                    + " SELECT nationkey AS id, name, regionkey AS region FROM tpch.tiny.nation");
            trino.run("UPDATE shop.nations SET name = lower(name), region = 9 WHERE region = 3");
            trino.run("DELETE FROM shop.nations WHERE id = 7");
            sql.run("INSERT INTO shop.nations VALUES (100, 'ATLANTIS', NULL)");
            trino.run("MERGE INTO shop.nations n USING (VALUES (100, 'found'), (101, 'NEW')) AS s (id, name)"
                    + " ON n.id = s.id WHEN MATCHED THEN UPDATE SET name = s.name"
                    + " WHEN NOT MATCHED THEN INSERT VALUES (s.id, s.name, 9)");

            for (Writer reader : List.of(trino, sql)) {
                assertThat(reader.run("SELECT count(*), sum(id) FROM shop.nations"))
                        .containsExactly("[26,494]");
                assertThat(reader.run(
                                "SELECT id, name, region FROM shop.nations WHERE region = 9 OR id >= 100 ORDER BY id"))
                        .containsExactly(
                                "[6,france,9]",
                                "[19,romania,9]",
                                "[22,russia,9]",
                                "[23,united kingdom,9]",
                                "[100,found,null]",
                                "[101,NEW,9]");
            }
        }
    }

    @Test
    void ofTwoWhoChangeARowOneWins() {
        try (TrinoClient trino = TrinoClient.of(coordinator);
                TrinoClient other = TrinoClient.of(coordinator);
                Writer sql = Writer.Sql.in(uri("postgres"))) {
            sql.run("CREATE TABLE races.a (id BIGINT, n INT); CREATE TABLE races.b (id BIGINT);"
                    + " INSERT INTO races.a SELECT i, 10 FROM range(3) AS r(i)");
            race(other, trino, "trino 483");
            race(sql, trino, "duckdb");
            race(trino, sql, "trino 483");
            for (Writer reader : List.of(trino, other, sql)) {
                assertThat(reader.run("SELECT id, n FROM races.a ORDER BY id"))
                        .containsExactly("[0,10]", "[1,25]", "[2,10]");
                assertThat(reader.run("SELECT count(*) FROM races.b")).containsExactly("[3]");
            }
        }
    }

    private static void race(Writer winner, Writer loser, String engine) {
        loser.begin(IsolationLevel.SERIALIZABLE);
        loser.run("UPDATE races.a SET n = n + 1 WHERE id = 1");
        winner.begin(IsolationLevel.SERIALIZABLE);
        winner.run("UPDATE races.a SET n = n + 5 WHERE id = 1");
        winner.run("INSERT INTO races.b VALUES (7)");
        assertThat(winner.commit()).isEmpty();

        assertThat(loser.commit())
                .get()
                .asString()
                .containsPattern("races.a: rows that this write has read were changed, by version \\d+"
                        + " \\(UPDATE by sluice/[^ ]+ \\(%s\\) at ".formatted(engine));
    }

    @Test
    void thePasswordIsNotToldToAnybody() throws Exception {
        try (TrinoClient trino = TrinoClient.of(coordinator)) {
            trino.run("CREATE TABLE IF NOT EXISTS secrets (id bigint)");
            for (String statement : List.of(
                    "SHOW CREATE TABLE secrets",
                    "SHOW CREATE SCHEMA lake.default",
                    "SELECT * FROM \"secrets$properties\"",
                    "EXPLAIN SELECT * FROM secrets",
                    "EXPLAIN (TYPE IO, FORMAT JSON) INSERT INTO secrets SELECT * FROM secrets",
                    "EXPLAIN ANALYZE VERBOSE SELECT * FROM secrets",
                    "SELECT * FROM system.metadata.catalogs",
                    "SELECT * FROM system.metadata.table_properties WHERE catalog_name = 'lake'",
                    "SELECT * FROM system.runtime.queries",
                    "SHOW SESSION")) {
                assertThat(trino.run(statement).toString())
                        .as(statement)
                        .isNotEmpty()
                        .doesNotContain(PASSWORD);
            }
        }
        assertThat(queriesOfTheWebInterface())
                .contains("SHOW CREATE TABLE secrets")
                .doesNotContain(PASSWORD);
        assertThat(coordinator.log() + worker.log()).contains("lake").doesNotContain(PASSWORD);
    }

    private static String queriesOfTheWebInterface() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d/v1/query".formatted(coordinator.port())))
                .header("X-Trino-User", "tester")
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    @Test
    void aServerWithAnotherPasswordSaysWhereToLook() throws Exception {
        TrinoFolder wrong = TrinoFolder.withLakeOnly(folder.resolve("wrong"), uri("writer"))
                .withEnvironment(Map.of("PGPASSWORD", "guessed"));
        try (TrinoServer refused = TrinoServer.launch(wrong)) {
            assertThat(refused.exitCode()).isEqualTo(100);
            assertThat(refused.log()).contains("the password in PGPASSWORD or ~/.pgpass");
        }
    }
}
