package io.sluice.catalog.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.OpenMode;
import io.sluice.catalog.sql.PostgresCatalogs.Address;
import io.sluice.error.SluiceException;
import io.sluice.error.SluiceException.Kind;
import io.sluice.table.NamespaceName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the door makes of what it finds. */
class PostgresOpeningTest {
    private final String name = "opening" + UUID.randomUUID().toString().replace("-", "");
    private final Address address = TestPostgres.database(name);

    @Test
    void readingDoesNotMakeALake() {
        assertError(Kind.USER, () -> open(OpenMode.OPEN_EXISTING), "no lake at", name);
        open(OpenMode.CREATE_IF_MISSING).close();
        try (Catalog catalog = open(OpenMode.OPEN_EXISTING)) {
            assertThat(catalog.namespaces()).containsExactly(NamespaceName.DEFAULT);
        }
    }

    @Test
    void aSchemaOfAnotherProgramIsRefused() {
        TestPostgres.execute(name, "CREATE SCHEMA sluice; CREATE TABLE sluice.theirs (a INTEGER)");
        for (OpenMode mode : OpenMode.values()) {
            assertError(Kind.USER, () -> open(mode), "not a Sluice lake catalog");
        }
    }

    @Test
    void aCatalogOfANewerVersionIsRefused() {
        open(OpenMode.CREATE_IF_MISSING).close();
        TestPostgres.execute(name, "UPDATE sluice.schema_version SET version = 99");
        assertError(Kind.USER, () -> open(OpenMode.OPEN_EXISTING), "newer Sluice", "version 99", "Upgrade");
    }

    @Test
    void aServerThatDoesNotAnswerIsAnExternalFailureThatNamesIt() {
        // Nothing listens at port 1.
        Address nowhere = new Address("127.0.0.1", 1, "lake", "postgres");
        assertError(
                Kind.EXTERNAL,
                () -> PostgresCatalogs.open(nowhere, OpenMode.OPEN_EXISTING, Map.of()),
                "postgresql://127.0.0.1:1/lake");
    }

    @Test
    void aMissingDatabaseIsAUserError() {
        Address missing = new Address(address.host(), address.port(), "missing", address.user());
        assertError(Kind.USER, () -> PostgresCatalogs.open(missing, OpenMode.OPEN_EXISTING, Map.of()), "\"missing\"");
    }

    @Test
    void theUserComesFromTheEnvironmentIfTheAddressNamesNone() {
        Address anonymous = new Address(address.host(), address.port(), name, "");
        assertError(
                Kind.USER,
                () -> PostgresCatalogs.open(anonymous, OpenMode.OPEN_EXISTING, Map.of("PGUSER", "nobody_known")),
                "nobody_known",
                "PGPASSWORD");
        PostgresCatalogs.open(
                        anonymous,
                        OpenMode.CREATE_IF_MISSING,
                        Map.of("PGUSER", "postgres", "PGPASSWORD", "not asked for"))
                .close();
    }

    @Test
    void manyMayBeTheFirst() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<List<NamespaceName>>> opened = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            opened.add(threads.submit(() -> {
                try (Catalog catalog = open(OpenMode.CREATE_IF_MISSING)) {
                    return catalog.namespaces();
                }
            }));
        }
        threads.shutdown();
        for (Future<List<NamespaceName>> catalog : opened) {
            assertThat(catalog.get()).containsExactly(NamespaceName.DEFAULT);
        }
    }

    private Catalog open(OpenMode mode) {
        return PostgresCatalogs.open(address, mode, Map.of());
    }

    private static void assertError(Kind kind, ThrowingCallable call, String... mentioned) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SluiceException.class, error -> assertThat(error.kind()).isEqualTo(kind))
                .hasMessageContainingAll(mentioned);
    }
}
