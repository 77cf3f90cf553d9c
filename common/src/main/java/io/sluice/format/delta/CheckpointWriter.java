package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.error.SluiceException;
import io.sluice.format.delta.Action.Remove;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The content of a checkpoint: one JSON file of the V2 form. Source: Delta protocol, "V2 Spec".
 *
 * <p>JSON needs no engine to write or read, and a file's {@code add} is copied from the log as it is, with whatever
 * fields other programs have put there.
 */
final class CheckpointWriter {
    /** Of the protocol: how many {@code add} actions there are. */
    static final String FILES_TAG = "numOfAddFiles";
    /** Ours: how many actions there are, this one not counted. */
    static final String ACTIONS_TAG = "sluice.numOfActions";

    private static final byte[] BEFORE_FILE = "{\"add\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AFTER_FILE = "}\n".getBytes(StandardCharsets.US_ASCII);
    /** The largest array that every Java makes. */
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    private CheckpointWriter() {}

    /**
     * The content, and how many actions it has.
     *
     * @param bytes nobody changes it
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    record Content(byte[] bytes, long actions) {
        Content {
            requireNonNull(bytes, "bytes");
        }
    }

    /**
     * Writes a state down.
     *
     * @param now decides which removed files need not be remembered any more
     * @return empty if it would be too large for one file
     */
    static Optional<Content> write(TableState state, Instant now) {
        List<Action> others = others(state, now);
        long actions = others.size() + (long) state.files().count();
        byte[] head = head(state, others, actions);
        long[] size = {head.length};
        FileRows rows = state.files().rows();
        int around = BEFORE_FILE.length + AFTER_FILE.length;
        state.files().forEach(row -> size[0] += rows.end(row) - rows.start(row) + around);
        if (size[0] > MOST_BYTES) {
            return Optional.empty();
        }
        byte[] content = new byte[(int) size[0]];
        int[] position = {append(content, 0, head, 0, head.length)};
        state.files().forEach(row -> {
            int at = append(content, position[0], BEFORE_FILE, 0, BEFORE_FILE.length);
            at = append(content, at, rows.content(row), rows.start(row), rows.end(row));
            position[0] = append(content, at, AFTER_FILE, 0, AFTER_FILE.length);
        });
        return Optional.of(new Content(content, actions + 1));
    }

    private static int append(byte[] target, int at, byte[] source, int from, int to) {
        System.arraycopy(source, from, target, at, to - from);
        return at + to - from;
    }

    private static List<Action> others(TableState state, Instant now) {
        List<Action> others = new ArrayList<>();
        others.add(state.protocol());
        others.add(state.metadata());
        others.addAll(state.txns().values());
        others.addAll(state.domains().values());
        Instant kept = now.minus(TombstoneRetention.of(state.metadata().configuration()));
        for (Remove remove : state.tombstones().values()) {
            if (remove.deletedMillis().isEmpty() || remove.deletedMillis().getAsLong() > kept.toEpochMilli()) {
                others.add(remove.tombstone());
            }
        }
        return others;
    }

    private static byte[] head(TableState state, List<Action> others, long actions) {
        ByteArrayOutputStream head = new ByteArrayOutputStream(4096);
        try (JsonGenerator json = Json.FACTORY.createGenerator(head)) {
            json.writeStartObject();
            json.writeObjectFieldStart("checkpointMetadata");
            json.writeNumberField("version", state.version().number());
            json.writeObjectFieldStart("tags");
            json.writeStringField(FILES_TAG, Integer.toString(state.files().count()));
            json.writeStringField(ACTIONS_TAG, Long.toString(actions));
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
            for (Action action : others) {
                ActionWriter.write(json, action);
            }
            json.writeRaw('\n');
        } catch (IOException impossible) {
            throw SluiceException.bug("cannot write JSON to memory", impossible);
        }
        return head.toByteArray();
    }
}
