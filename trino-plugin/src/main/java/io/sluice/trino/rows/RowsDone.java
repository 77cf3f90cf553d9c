package io.sluice.trino.rows;

import io.airlift.json.JsonCodec;
import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.sluice.trino.write.WrittenFile;
import java.util.List;
import java.util.Map;

/**
 * What one writer has done, on its way to the coordinator.
 *
 * @param added files with new and changed rows
 * @param told files that tell of the rows in those
 * @param inserted how many rows are new
 * @param deleted rows that are gone, as bitmaps by the number of their file
 * @param updated likewise: rows that are in the files that were added
 */
public record RowsDone(
        List<WrittenFile> added,
        List<WrittenFile> told,
        long inserted,
        Map<Integer, byte[]> deleted,
        Map<Integer, byte[]> updated) {
    private static final JsonCodec<RowsDone> JSON = JsonCodec.jsonCodec(RowsDone.class);

    public RowsDone {
        added = List.copyOf(added);
        told = List.copyOf(told);
        deleted = Map.copyOf(deleted);
        updated = Map.copyOf(updated);
    }

    Slice fragment() {
        return Slices.wrappedBuffer(JSON.toJsonBytes(this));
    }

    static RowsDone of(Slice fragment) {
        return JSON.fromJson(fragment.getBytes());
    }
}
