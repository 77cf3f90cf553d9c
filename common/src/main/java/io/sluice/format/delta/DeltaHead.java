package io.sluice.format.delta;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.error.SluiceException;
import io.sluice.format.delta.Action.DomainMetadata;
import io.sluice.format.delta.Action.Metadata;
import io.sluice.format.delta.Action.Protocol;
import io.sluice.table.TableId;
import io.sluice.table.TableMetadata;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the catalog keeps beside the last version of a Delta table: enough for a blind append to read nothing else. As
 * text it is one JSON object with the members {@code "protocol"} and {@code "metaData"} as in the log, and
 * {@code "domainMetadata"} if the table tracks rows.
 *
 * @param table the same as {@code metadata}, in the words of the core
 * @param highestRowId the highest id that a row has been given, if the table tracks rows and has had any
 */
record DeltaHead(Protocol protocol, Metadata metadata, TableMetadata table, OptionalLong highestRowId) {
    DeltaHead {
        requireNonNull(protocol, "protocol");
        requireNonNull(metadata, "metadata");
        requireNonNull(table, "table");
        requireNonNull(highestRowId, "highestRowId");
    }

    DeltaHead withHighestRowId(OptionalLong id) {
        return new DeltaHead(protocol, metadata, table, id);
    }

    static DeltaHead parse(String text) {
        List<Action> actions = new ArrayList<>(2);
        ActionReader.read("the head of a table", text.getBytes(StandardCharsets.UTF_8), actions::add);
        Protocol protocol = null;
        Metadata metadata = null;
        OptionalLong highestRowId = OptionalLong.empty();
        for (Action action : actions) {
            if (action instanceof Protocol found) {
                protocol = found;
            } else if (action instanceof Metadata found) {
                metadata = found;
            } else if (action instanceof DomainMetadata found) {
                highestRowId = RowTracking.mark(found);
            }
        }
        if (protocol == null || metadata == null) {
            throw SluiceException.bug("the catalog's head of a table lacks its protocol or its metaData: " + text);
        }
        return new DeltaHead(protocol, metadata, table(metadata), highestRowId);
    }

    String text() {
        StringWriter text = new StringWriter(1024);
        try (JsonGenerator json = Json.FACTORY.createGenerator(text)) {
            json.writeStartObject();
            ActionWriter.writeMember(json, protocol);
            ActionWriter.writeMember(json, metadata);
            if (highestRowId.isPresent()) {
                ActionWriter.writeMember(json, RowTracking.domain(highestRowId.getAsLong()));
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw SluiceException.bug("cannot write JSON to memory", impossible);
        }
        return text.toString();
    }

    /** The action in the words of the core. */
    static TableMetadata table(Metadata metadata) {
        return new TableMetadata(
                TableId.parse(metadata.id()),
                ColumnMapping.schema(SchemaJson.read(metadata.schemaString()), metadata.configuration()),
                metadata.partitionColumns(),
                metadata.configuration(),
                metadata.description());
    }
}
