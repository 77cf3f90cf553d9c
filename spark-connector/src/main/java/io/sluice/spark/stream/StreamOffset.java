package io.sluice.spark.stream;

import static java.util.Objects.requireNonNull;

import io.sluice.spark.stream.StreamPosition.Part;
import io.sluice.table.TableId;
import io.sluice.table.TableVersion;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.connector.read.streaming.Offset;

/**
 * A position as it is written into checkpoints: {@code {"table":"<id>","commit":7,"files":0}}, or {@code "snapshot"}
 * instead of {@code "commit"}. Checkpoints outlive the connector: what it has once written, it reads for ever.
 */
final class StreamOffset extends Offset {
    private static final Pattern FORM = Pattern.compile(
            "\\{\"table\":\"([0-9a-f-]{36})\",\"(snapshot|commit)\":(\\d{1,18}),\"files\":(\\d{1,18})\\}");

    private final TableId table;
    private final StreamPosition position;

    StreamOffset(TableId table, StreamPosition position) {
        this.table = requireNonNull(table, "table");
        this.position = requireNonNull(position, "position");
    }

    /** @throws IllegalArgumentException if the text is no offset of this source */
    static StreamOffset parse(String json) {
        Matcher parts = FORM.matcher(json.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("the checkpoint is not one of a stream of a Sluice table: its offset is "
                    + json + "; start the query with a new checkpoint");
        }
        Part part = parts.group(2).equals("snapshot") ? Part.SNAPSHOT : Part.COMMIT;
        return new StreamOffset(
                TableId.parse(parts.group(1)),
                new StreamPosition(
                        new TableVersion(Long.parseLong(parts.group(3))), part, Long.parseLong(parts.group(4))));
    }

    TableId table() {
        return table;
    }

    StreamPosition position() {
        return position;
    }

    @Override
    public String json() {
        String part = switch (position.part()) {
            case SNAPSHOT -> "snapshot";
            case COMMIT -> "commit";
        };
        return "{\"table\":\"%s\",\"%s\":%s,\"files\":%d}".formatted(table, part, position.version(), position.files());
    }
}
