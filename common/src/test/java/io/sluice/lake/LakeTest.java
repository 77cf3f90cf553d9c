package io.sluice.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.OpenMode;
import io.sluice.commit.CommitOutcome.Committed;
import io.sluice.commit.IsolationLevel;
import io.sluice.commit.Operation;
import io.sluice.commit.Reads;
import io.sluice.commit.SourceFile;
import io.sluice.commit.TableChange.MarkIngested;
import io.sluice.commit.Transaction;
import io.sluice.error.SluiceException;
import io.sluice.format.CreateOutcome.Created;
import io.sluice.format.FormatTable;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableName;
import io.sluice.table.TableSchema;
import io.sluice.table.TableVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake in a folder, with everything that belongs to it. */
class LakeTest {
    private static final TableName ORDERS = TableName.of("sales", "orders");
    private static final Operation OPERATION = new Operation("test/1", "WRITE", Map.of(), Map.of());

    @TempDir
    Path folder;

    @Test
    void aTableIsCreatedWrittenToAndFoundAgain() {
        try (Lake lake = open(OpenMode.CREATE_IF_MISSING)) {
            create(lake);
            assertThat(lake.commit(lake.table(ORDERS), arrivalOf("a.csv")))
                    .isEqualTo(new Committed(new TableVersion(1)));
        }
        try (Lake lake = open(OpenMode.OPEN_EXISTING)) {
            FormatTable table = lake.table(ORDERS);
            assertThat(table.snapshot().version()).isEqualTo(new TableVersion(1));
            assertThat(table.snapshot().metadata().schema().columnNames()).containsExactly("id");
        }
    }

    @Test
    void aFolderWithALakeCanBeMovedAsAWhole() throws IOException {
        try (Lake lake = open(OpenMode.CREATE_IF_MISSING)) {
            create(lake);
        }
        Path moved = Files.move(folder.resolve("lake"), folder.resolve("moved"));
        try (Lake lake = Lake.open(LakeUri.parse(moved.toString()), OpenMode.OPEN_EXISTING)) {
            assertThat(lake.table(ORDERS).table().location()).startsWith(moved + "/sales/orders-");
            assertThat(lake.commit(lake.table(ORDERS), arrivalOf("a.csv")))
                    .isEqualTo(new Committed(new TableVersion(1)));
            assertThat(lake.table(ORDERS).snapshot().version()).isEqualTo(new TableVersion(1));
        }
    }

    @Test
    void aLakeIsNotMadeByLookingForOne() {
        assertThatThrownBy(() -> open(OpenMode.OPEN_EXISTING))
                .isInstanceOf(SluiceException.class)
                .hasMessageContaining("no lake at " + folder.resolve("lake"));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aMissingTableIsNamed() {
        try (Lake lake = open(OpenMode.CREATE_IF_MISSING)) {
            assertThat(lake.find(ORDERS)).isEmpty();
            assertThatThrownBy(() -> lake.table(ORDERS))
                    .isInstanceOf(SluiceException.class)
                    .hasMessageContaining("sales.orders");
        }
    }

    private void create(Lake lake) {
        CatalogTable reserved = lake.reserve(ORDERS);
        assertThat(reserved.location()).startsWith(folder + "/lake/sales/orders-");
        TableMetadata metadata = new TableMetadata(
                reserved.id(),
                TableSchema.of(Field.optional("id", Primitive.LONG)),
                List.of(),
                Map.of(),
                Optional.empty());
        assertThat(lake.create(reserved, metadata, List.of(), OPERATION)).isInstanceOf(Created.class);
    }

    private Lake open(OpenMode mode) {
        return Lake.open(LakeUri.parse(folder.resolve("lake").toString()), mode);
    }

    private static Transaction arrivalOf(String source) {
        return new Transaction(
                Reads.schemaOf(TableVersion.FIRST),
                List.of(new MarkIngested(List.of(new SourceFile("/landing/" + source, "1")))),
                IsolationLevel.WRITE_SERIALIZABLE,
                OPERATION);
    }
}
