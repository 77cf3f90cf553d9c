package io.sluice.compat;

import static io.sluice.table.DataType.Primitive.LONG;
import static io.sluice.table.DataType.Primitive.STRING;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.OpenMode;
import io.sluice.catalog.sql.PostgresCatalogs;
import io.sluice.commit.SchemaEdit.AddColumn;
import io.sluice.commit.TableChange.AlterSchema;
import io.sluice.storage.FaultyStorage;
import io.sluice.storage.FaultyStorage.Call;
import io.sluice.storage.FaultyStorage.Effect;
import io.sluice.storage.LocalStorage;
import io.sluice.table.Field;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same readers over a catalog in PostgreSQL. */
class PostgresLakeTest {
    @Test
    void publishedAndUnpublishedCommitsAreReadBack(@TempDir Path folder) throws IOException {
        FaultyStorage storage = new FaultyStorage(new LocalStorage());
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                TestLake lake = TestLake.over(folder, storage, catalog(postgres))) {
            TestTable table = TestTable.create(
                    lake,
                    "kept",
                    List.of(Field.optional("id", LONG), Field.optional("part", STRING)),
                    List.of("part"),
                    Map.of(),
                    List.of(asList(1, "a/b é"), asList(2, null)));
            table.append(List.of(asList(3, "published")));
            storage.inject((call, location) -> call == Call.CREATE && location.matches(".*/_delta_log/\\d{20}\\.json")
                    ? Effect.REFUSE
                    : Effect.PASS);
            table.commit("ADD COLUMNS", new AlterSchema(List.of(new AddColumn(Field.optional("note", STRING)))));
            table.pad(1);
            table.append(List.of(asList(4, "unpublished", "in the catalog")));

            assertThat(lake.committed(table.name()).tail()).containsKeys(2L, 3L);
            table.isReadBackAs(3, List.of("id long", "part string", "note string"), List.of("part"));
        }
    }

    private static Catalog catalog(EmbeddedPostgres postgres) {
        PostgresCatalogs.Address address =
                new PostgresCatalogs.Address("127.0.0.1", postgres.getPort(), "postgres", "postgres");
        return PostgresCatalogs.open(address, OpenMode.CREATE_IF_MISSING, Map.of());
    }
}
