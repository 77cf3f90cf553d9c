package io.sluice.catalog.sql;

import static io.sluice.catalog.Proposals.append;
import static io.sluice.catalog.Proposals.first;
import static io.sluice.catalog.Proposals.newTable;
import static io.sluice.catalog.Proposals.version;
import static io.sluice.catalog.Proposals.withContent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.OpenMode;
import io.sluice.commit.CommitContent;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.error.SluiceException;
import io.sluice.error.SluiceException.Kind;
import io.sluice.table.NamespaceName;
import io.sluice.table.TableVersion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the door makes of what it finds. */
class SqliteOpeningTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve(SqliteCatalogs.FILE_NAME);
    }

    @Test
    void readingDoesNotMakeALake() {
        Path missing = folder.resolve("missing");
        assertError(
                Kind.USER,
                () -> SqliteCatalogs.open(missing, OpenMode.OPEN_EXISTING),
                "no lake at " + missing,
                "--lake");
        assertThat(missing).doesNotExist();
        assertError(Kind.USER, () -> SqliteCatalogs.open(folder, OpenMode.OPEN_EXISTING), "no lake at " + folder);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aLakeIsMadeWithItsFolders() {
        Path deep = folder.resolve("a/b c/ü?%41#");
        SqliteCatalogs.open(deep, OpenMode.CREATE_IF_MISSING).close();
        assertThat(deep.resolve(SqliteCatalogs.FILE_NAME)).isRegularFile();
        try (Catalog again = SqliteCatalogs.open(deep, OpenMode.OPEN_EXISTING)) {
            assertThat(again.namespaces()).containsExactly(NamespaceName.DEFAULT);
        }
    }

    @Test
    void anEmptyFileIsFilledOnlyByAWriter() throws IOException {
        Files.createFile(file);
        assertError(Kind.USER, () -> open(OpenMode.OPEN_EXISTING), "no lake");
        assertThat(file).isEmptyFile();
        open(OpenMode.CREATE_IF_MISSING).close();
        open(OpenMode.OPEN_EXISTING).close();
    }

    @Test
    void aDatabaseOfAnotherProgramIsRefusedAndNotTouched() throws Exception {
        for (String mode : List.of("DELETE", "WAL")) {
            Files.deleteIfExists(file);
            sql("PRAGMA journal_mode = " + mode, "CREATE TABLE theirs (a INTEGER)");
            assertRefusedAndNotTouched("not a Sluice lake catalog", "another program");
        }
    }

    @Test
    void anotherProgramsMarkIsRefusedAndNotTouched() throws Exception {
        sql("PRAGMA application_id = 77");
        sql("VACUUM");
        assertRefusedAndNotTouched("not a Sluice lake catalog", "another program");
    }

    @Test
    void aFileThatIsNoDatabaseIsRefusedAndNotTouched() throws Exception {
        byte[] random = new byte[10_000];
        new Random(3).nextBytes(random);
        Files.write(file, random);
        assertRefusedAndNotTouched("not a Sluice lake catalog", "not an SQLite database");
        Files.write(file, "short".getBytes(StandardCharsets.UTF_8));
        assertRefusedAndNotTouched("not a Sluice lake catalog");
    }

    @Test
    void aFolderInTheFilesPlaceIsRefused() throws IOException {
        Files.createDirectory(file);
        assertRefused("not a Sluice lake catalog", "folder");
    }

    @Test
    void aFileInTheFoldersPlaceIsRefused() throws IOException {
        Path place = Files.writeString(folder.resolve("file"), "text");
        assertError(Kind.USER, () -> SqliteCatalogs.open(place, OpenMode.CREATE_IF_MISSING), "a lake is a folder");
        assertThat(place).hasContent("text");
    }

    @Test
    void aFolderThatCannotBeMadeIsAUserError() {
        // Nobody may make folders there, root neither.
        Path place = Path.of("/proc/sluice-lake");
        assertError(Kind.USER, () -> SqliteCatalogs.open(place, OpenMode.CREATE_IF_MISSING), place.toString());
    }

    @Test
    void aCatalogOfANewerVersionIsRefusedAndNotTouched() throws Exception {
        open(OpenMode.CREATE_IF_MISSING).close();
        sql("PRAGMA user_version = 99");
        assertRefusedAndNotTouched("newer Sluice", "schema version 99", "up to " + Schema.LATEST, "Upgrade");
    }

    @Test
    void aDamagedFileIsNamed() throws Exception {
        try (Catalog catalog = open(OpenMode.CREATE_IF_MISSING)) {
            CatalogTable table = newTable("sales", "orders");
            catalog.create(table, first());
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            byte[] garbage = new byte[8192];
            new Random(5).nextBytes(garbage);
            channel.write(ByteBuffer.wrap(garbage), 100);
        }
        assertError(Kind.BUG, () -> open(OpenMode.OPEN_EXISTING), "damaged", file.toString());
    }

    @Test
    void aFullDiskChangesNothingAndIsNamed() {
        CatalogTable table = newTable("sales", "orders");
        try (Catalog catalog = open(OpenMode.CREATE_IF_MISSING)) {
            catalog.create(table, first());
        }
        CommitContent large = new CommitContent.Inline(new byte[300_000]);
        FilePool.Connector full = () -> {
            Connection connection = SqliteCatalogs.connect(file);
            execute(connection, "PRAGMA max_page_count = 10");
            return connection;
        };
        try (Catalog catalog = SqliteCatalogs.open(file, OpenMode.OPEN_EXISTING, full)) {
            assertError(
                    Kind.RESOURCES,
                    () -> catalog.ratify(table.id(), withContent(append(1), large), Optional.empty()),
                    "disk is full",
                    file.toString());
            assertThat(catalog.tip(table.id(), TableVersion.FIRST).orElseThrow().version())
                    .isEqualTo(TableVersion.FIRST);
        }
        try (Catalog catalog = open(OpenMode.OPEN_EXISTING)) {
            assertThat(catalog.ratify(table.id(), append(1), Optional.empty())).isEqualTo(new Ratified(version(1)));
        }
    }

    @Test
    void aCatalogThatMayOnlyBeReadIsReadAndWritingIsAUserError() {
        CatalogTable table = newTable("sales", "orders");
        try (Catalog catalog = open(OpenMode.CREATE_IF_MISSING)) {
            catalog.create(table, first());
        }
        FilePool.Connector readOnly = () -> {
            Connection connection = SqliteCatalogs.connect(file);
            execute(connection, "PRAGMA query_only = ON");
            return connection;
        };
        try (Catalog catalog = SqliteCatalogs.open(file, OpenMode.OPEN_EXISTING, readOnly)) {
            assertThat(catalog.table(table.name())).contains(table);
            assertError(
                    Kind.USER,
                    () -> catalog.ratify(table.id(), append(1), Optional.empty()),
                    "writable",
                    file.toString());
        }
    }

    @Test
    void aFileThatIsLockedForTooLongIsAnExternalFailure() throws Exception {
        CatalogTable table = newTable("sales", "orders");
        try (Catalog catalog = open(OpenMode.CREATE_IF_MISSING)) {
            catalog.create(table, first());
        }
        FilePool.Connector impatient = () -> {
            Connection connection = SqliteCatalogs.connect(file);
            execute(connection, "PRAGMA busy_timeout = 50");
            return connection;
        };
        try (Connection other = SqliteCatalogs.connect(file);
                Catalog catalog = SqliteCatalogs.open(file, OpenMode.OPEN_EXISTING, impatient)) {
            execute(other, "BEGIN IMMEDIATE");
            assertError(
                    Kind.EXTERNAL,
                    () -> catalog.ratify(table.id(), append(1), Optional.empty()),
                    "another process keeps it locked");
            assertThat(catalog.tip(table.id(), TableVersion.FIRST)).isPresent();
            execute(other, "ROLLBACK");
            assertThat(catalog.ratify(table.id(), append(1), Optional.empty())).isEqualTo(new Ratified(version(1)));
        }
    }

    @Test
    void manyMayBeTheFirst() throws Exception {
        for (int round = 0; round < 5; round++) {
            Path lake = folder.resolve("lake" + round);
            ExecutorService threads = Executors.newFixedThreadPool(8);
            List<Future<List<NamespaceName>>> opened = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                opened.add(threads.submit(() -> {
                    try (Catalog catalog = SqliteCatalogs.open(lake, OpenMode.CREATE_IF_MISSING)) {
                        return catalog.namespaces();
                    }
                }));
            }
            threads.shutdown();
            for (Future<List<NamespaceName>> catalog : opened) {
                assertThat(catalog.get()).containsExactly(NamespaceName.DEFAULT);
            }
        }
    }

    @Test
    void theFileIsMarkedAsOursAndKeepsAWriteAheadLog() throws SQLException {
        open(OpenMode.CREATE_IF_MISSING).close();
        try (Session session = new Session(SqliteCatalogs.connect(file), new SqliteDialect(file))) {
            assertThat(session.first("PRAGMA application_id", row -> row.getInt(1)))
                    .contains(SqliteDialect.APPLICATION_ID);
            assertThat(session.first("PRAGMA user_version", row -> row.getInt(1)))
                    .contains(Schema.LATEST);
            assertThat(session.first("PRAGMA journal_mode", row -> row.getString(1)))
                    .contains("wal");
            assertThat(session.first("PRAGMA synchronous", row -> row.getInt(1)))
                    .as("FULL")
                    .contains(2);
        }
    }

    private Catalog open(OpenMode mode) {
        return SqliteCatalogs.open(folder, mode);
    }

    private void assertRefused(String... mentioned) {
        for (OpenMode mode : OpenMode.values()) {
            assertError(Kind.USER, () -> open(mode), mentioned);
        }
    }

    private void assertRefusedAndNotTouched(String... mentioned) throws IOException {
        byte[] before = Files.readAllBytes(file);
        assertRefused(mentioned);
        assertThat(file).hasBinaryContent(before);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    private static void assertError(Kind kind, ThrowingCallable call, String... mentioned) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SluiceException.class, error -> assertThat(error.kind()).isEqualTo(kind))
                .hasMessageContainingAll(mentioned);
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = SqliteCatalogs.connect(file)) {
            for (String statement : statements) {
                execute(connection, statement);
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
