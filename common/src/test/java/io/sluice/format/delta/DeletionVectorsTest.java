package io.sluice.format.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.SluiceException;
import io.sluice.format.delta.Action.Add;
import io.sluice.format.delta.Action.DeletionVector;
import io.sluice.format.delta.Action.Extras;
import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.storage.MemoryStorage;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.RowPositions;
import io.sluice.table.TableSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Deletion vectors as bytes, as text and in files. The place of the file is an example of the Delta protocol; its
 * example of an inline vector is in a form that no program reads any more.
 */
final class DeletionVectorsTest {
    private static final String TABLE = "/lake/t";
    private static final RowPositions ROWS = RowPositions.of(3, 4, 7, 11, 18, 29);

    /** The same rows, put together by hand from "Deletion Vector Format" and the Roaring format specification. */
    private static final String INLINE = "^Bg9^0rr910000000000iXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L";

    private final MemoryStorage storage = new MemoryStorage(InstantSource.system());
    private final DeletionVectors vectors = new DeletionVectors(storage, TABLE);

    @Test
    void anInlineVectorIsRead() {
        DeletionVector vector = new DeletionVector("i", INLINE, OptionalLong.empty(), 44, 6);

        assertThat(vectors.load(vector)).isEqualTo(ROWS);
        assertThat(Base85.encode(VectorBytes.encode(ROWS))).isEqualTo(INLINE);
    }

    @Test
    void theFileOfTheProtocolIsFound() {
        VectorBytes.File file = new VectorBytes.File();
        file.add(VectorBytes.encode(RowPositions.of(1)));
        byte[] bytes = VectorBytes.encode(ROWS);
        long offset = file.add(bytes);
        storage.write(TABLE + "/ab/deletion_vector_d2c639aa-8816-431a-aaf6-d3fe2512ff61.bin", file.content());

        assertThat(vectors.load(
                        new DeletionVector("u", "ab^-aqEH.-t@S}K{vb[*k^", OptionalLong.of(offset), bytes.length, 6)))
                .isEqualTo(ROWS);
    }

    @Test
    void aVectorAtAnAbsolutePlaceIsRead() {
        VectorBytes.File file = new VectorBytes.File();
        byte[] bytes = VectorBytes.encode(ROWS);
        file.add(bytes);
        storage.write("/else where/v.bin", file.content());

        assertThat(vectors.load(
                        new DeletionVector("p", "file:///else%20where/v.bin", OptionalLong.of(1), bytes.length, 6)))
                .isEqualTo(ROWS);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whateverIsWrittenIsReadBack(long seed) throws IOException {
        Random random = new Random(seed);
        for (int round = 0; round < 30; round++) {
            RowPositions rows = random(random);
            byte[] bytes = VectorBytes.encode(rows);
            byte[] padded = Base85.decode(Base85.encode(bytes));

            assertThat(VectorBytes.decode(bytes)).isEqualTo(rows);
            assertThat(padded).startsWith(bytes).hasSizeBetween(bytes.length, bytes.length + 3);
            assertThat(VectorBytes.decode(padded)).isEqualTo(rows);
        }
    }

    private static RowPositions random(Random random) {
        long range = 1L << (4 + random.nextInt(31));
        RowPositions rows =
                RowPositions.of(random.longs(random.nextInt(3000), 0, range).toArray());
        return random.nextBoolean() ? rows : rows.union(RowPositions.all(random.nextInt(100_000)));
    }

    @Test
    void longRunsTakeLittleRoom() {
        assertThat(VectorBytes.encode(RowPositions.all(10_000_000))).hasSizeLessThan(4000);
    }

    @Test
    void damageIsNoticedAndNamed() throws IOException {
        byte[] bytes = VectorBytes.encode(ROWS);
        VectorBytes.File file = new VectorBytes.File();
        long offset = file.add(bytes);
        UUID unique = UUID.fromString("d2c639aa-8816-431a-aaf6-d3fe2512ff61");
        String location = TABLE + "/deletion_vector_" + unique + ".bin";
        DeletionVector vector =
                new DeletionVector("u", "^-aqEH.-t@S}K{vb[*k^", OptionalLong.of(offset), bytes.length, 6);

        assertFails(vector, "there is no file " + location);
        byte[] content = file.content();
        content[20] ^= 1;
        storage.write(location, content);
        assertFails(vector, "checksum does not match");
        storage.write("/lake/o/deletion_vector_" + unique + ".bin", file.content());
        DeletionVectors other = new DeletionVectors(storage, "/lake/o");
        assertThatThrownBy(() -> other.load(
                        new DeletionVector("u", "^-aqEH.-t@S}K{vb[*k^", OptionalLong.of(offset), bytes.length, 7)))
                .hasMessageContaining("has 6 rows where the log says 7");
        assertThatThrownBy(() -> other.load(new DeletionVector(
                        "u", "^-aqEH.-t@S}K{vb[*k^", OptionalLong.of(offset), bytes.length + 100, 6)))
                .hasMessageContaining("are not within the file's");
        assertFails(new DeletionVector("x", "abc", OptionalLong.empty(), 1, 1), "of type 'x'");
        assertFails(
                new DeletionVector(
                        "i", Base85.encode("nonsense".getBytes(StandardCharsets.UTF_8)), OptionalLong.empty(), 8, 1),
                "in place of 1681511377");
        assertFails(new DeletionVector("i", "ab", OptionalLong.empty(), 8, 1), "'ab' is not text of Base85");
    }

    private void assertFails(DeletionVector vector, String message) {
        assertThatThrownBy(() -> vectors.load(vector))
                .isInstanceOf(SluiceException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aPlanSaysWhichRowsAreGoneAndReadsThemWhenTheyAreAskedFor() {
        LoggedTable table = LoggedTable.inMemory();
        DeletionVector vector = new DeletionVector("i", INLINE, OptionalLong.empty(), 44, 6);
        DeletionVector lost = new DeletionVector("u", "^-aqEH.-t@S}K{vb[*k^", OptionalLong.of(1), 44, 5);
        table.commit(List.of(
                LoggedTable.PROTOCOL,
                table.metadata(TableSchema.of(Field.required("id", Primitive.LONG))),
                add("whole", Optional.empty()),
                add("cut", Optional.of(vector)),
                add("lost", Optional.of(lost))));
        try (DeltaLogs shared = DeltaLogs.create()) {
            List<ScanTask> tasks =
                    table.log(shared).snapshot().plan(Predicate.ALL).tasks();

            assertThat(tasks).extracting(task -> task.deletions().count()).containsExactly(0L, 6L, 5L);
            assertThat(tasks.get(0).deletions().positions()).isEqualTo(RowPositions.NONE);
            assertThat(tasks.get(1).deletions().positions()).isEqualTo(ROWS);
            assertThat(tasks.get(1).file().statistics().rowCount()).isEqualTo(100);
            assertThatThrownBy(() -> tasks.get(2).deletions().positions())
                    .hasMessageContaining("there is no file /lake/orders/deletion_vector_");
        }
    }

    private static Add add(String path, Optional<DeletionVector> vector) {
        Extras extras = new Extras(Map.of(), vector, OptionalLong.empty(), OptionalLong.empty(), Optional.empty());
        return new Add(path, Map.of(), 1, 1, true, Optional.of("{\"numRecords\":100}"), extras);
    }
}
