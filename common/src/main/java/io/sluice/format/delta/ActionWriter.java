package io.sluice.format.delta;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.commit.Operation;
import io.sluice.error.SluiceException;
import io.sluice.format.delta.Action.Add;
import io.sluice.format.delta.Action.Cdc;
import io.sluice.format.delta.Action.DeletionVector;
import io.sluice.format.delta.Action.DomainMetadata;
import io.sluice.format.delta.Action.Extras;
import io.sluice.format.delta.Action.Metadata;
import io.sluice.format.delta.Action.Protocol;
import io.sluice.format.delta.Action.Provenance;
import io.sluice.format.delta.Action.Remove;
import io.sluice.format.delta.Action.Txn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Actions as JSON: one object per line, each line ended. Source: Delta protocol, "Actions". */
final class ActionWriter {
    private final JsonGenerator json;

    private ActionWriter(JsonGenerator json) {
        this.json = json;
    }

    /** The content of a commit file. */
    static byte[] write(List<Action> actions) {
        ByteArrayOutputStream content = new ByteArrayOutputStream(256 + 768 * actions.size());
        try (JsonGenerator json = Json.FACTORY.createGenerator(content)) {
            for (Action action : actions) {
                write(json, action);
            }
            json.writeRaw('\n');
        } catch (IOException impossible) {
            throw SluiceException.bug("cannot write JSON to memory", impossible);
        }
        return content.toByteArray();
    }

    /** One action, for example {@code {"add":{...}}}. */
    static void write(JsonGenerator json, Action action) throws IOException {
        json.writeStartObject();
        writeMember(json, action);
        json.writeEndObject();
    }

    /** One action without the braces around it: {@code "add":{...}}. */
    static void writeMember(JsonGenerator json, Action action) throws IOException {
        ActionWriter writer = new ActionWriter(json);
        if (action instanceof Add add) {
            writer.add(add);
        } else if (action instanceof Remove remove) {
            writer.remove(remove);
        } else if (action instanceof Cdc cdc) {
            writer.cdc(cdc);
        } else if (action instanceof Provenance provenance) {
            writer.provenance(provenance);
        } else if (action instanceof Txn txn) {
            writer.txn(txn);
        } else if (action instanceof Metadata metadata) {
            writer.metadata(metadata);
        } else if (action instanceof Protocol protocol) {
            writer.protocol(protocol);
        } else if (action instanceof DomainMetadata domain) {
            writer.domainMetadata(domain);
        }
    }

    private void provenance(Provenance commit) throws IOException {
        Operation operation = commit.operation();
        json.writeObjectFieldStart("commitInfo");
        json.writeNumberField("inCommitTimestamp", commit.committedMillis());
        json.writeNumberField("timestamp", commit.committedMillis());
        json.writeStringField("engineInfo", operation.engine());
        json.writeStringField("operation", operation.name());
        Json.writeTexts(json, "operationParameters", operation.parameters());
        Json.writeTexts(json, "operationMetrics", operation.metrics());
        json.writeBooleanField("isBlindAppend", commit.blindAppend());
        optional("readVersion", commit.readVersion());
        optional("isolationLevel", commit.isolationLevel());
        optional("txnId", commit.txnId());
        if (!commit.tags().isEmpty()) {
            Json.writeTexts(json, "tags", commit.tags());
        }
        json.writeEndObject();
    }

    private void protocol(Protocol protocol) throws IOException {
        json.writeObjectFieldStart("protocol");
        json.writeNumberField("minReaderVersion", protocol.readerVersion());
        json.writeNumberField("minWriterVersion", protocol.writerVersion());
        if (protocol.readerVersion() >= 3) {
            Json.writeStrings(json, "readerFeatures", protocol.readerFeatures());
        }
        if (protocol.writerVersion() >= 7) {
            Json.writeStrings(json, "writerFeatures", protocol.writerFeatures());
        }
        json.writeEndObject();
    }

    private void metadata(Metadata metadata) throws IOException {
        json.writeObjectFieldStart("metaData");
        json.writeStringField("id", metadata.id());
        optional("name", metadata.name());
        optional("description", metadata.description());
        json.writeObjectFieldStart("format");
        json.writeStringField("provider", "parquet");
        json.writeObjectFieldStart("options");
        json.writeEndObject();
        json.writeEndObject();
        json.writeStringField("schemaString", metadata.schemaString());
        Json.writeStrings(json, "partitionColumns", metadata.partitionColumns());
        Json.writeTexts(json, "configuration", metadata.configuration());
        optional("createdTime", metadata.createdMillis());
        json.writeEndObject();
    }

    private void add(Add add) throws IOException {
        json.writeObjectFieldStart("add");
        json.writeStringField("path", DeltaPath.encoded(add.path()));
        partitionValues(add.partitionValues());
        json.writeNumberField("size", add.sizeBytes());
        json.writeNumberField("modificationTime", add.modifiedMillis());
        json.writeBooleanField("dataChange", add.dataChange());
        optional("stats", add.stats());
        extras(add.extras());
        json.writeEndObject();
    }

    private void remove(Remove remove) throws IOException {
        json.writeObjectFieldStart("remove");
        json.writeStringField("path", DeltaPath.encoded(remove.path()));
        optional("deletionTimestamp", remove.deletedMillis());
        json.writeBooleanField("dataChange", remove.dataChange());
        if (remove.partitionValues().isPresent() && remove.sizeBytes().isPresent()) {
            json.writeBooleanField("extendedFileMetadata", true);
            partitionValues(remove.partitionValues().get());
            optional("size", remove.sizeBytes());
            optional("stats", remove.stats());
        }
        extras(remove.extras());
        json.writeEndObject();
    }

    private void cdc(Cdc cdc) throws IOException {
        json.writeObjectFieldStart("cdc");
        json.writeStringField("path", DeltaPath.encoded(cdc.path()));
        partitionValues(cdc.partitionValues());
        json.writeNumberField("size", cdc.sizeBytes());
        json.writeBooleanField("dataChange", false);
        json.writeEndObject();
    }

    private void txn(Txn txn) throws IOException {
        json.writeObjectFieldStart("txn");
        json.writeStringField("appId", txn.applicationId());
        json.writeNumberField("version", txn.version());
        optional("lastUpdated", txn.updatedMillis());
        json.writeEndObject();
    }

    private void domainMetadata(DomainMetadata domain) throws IOException {
        json.writeObjectFieldStart("domainMetadata");
        json.writeStringField("domain", domain.domain());
        json.writeStringField("configuration", domain.configuration());
        json.writeBooleanField("removed", domain.removed());
        json.writeEndObject();
    }

    private void partitionValues(Map<String, Optional<String>> values) throws IOException {
        json.writeObjectFieldStart("partitionValues");
        for (Map.Entry<String, Optional<String>> value : values.entrySet()) {
            json.writeStringField(value.getKey(), value.getValue().orElse(null));
        }
        json.writeEndObject();
    }

    private void extras(Extras extras) throws IOException {
        if (extras.equals(Extras.NONE)) {
            return;
        }
        if (!extras.tags().isEmpty()) {
            Json.writeTexts(json, "tags", extras.tags());
        }
        if (extras.deletionVector().isPresent()) {
            deletionVector(extras.deletionVector().get());
        }
        optional("baseRowId", extras.baseRowId());
        optional("defaultRowCommitVersion", extras.defaultRowCommitVersion());
        optional("clusteringProvider", extras.clusteringProvider());
    }

    private void deletionVector(DeletionVector vector) throws IOException {
        json.writeObjectFieldStart("deletionVector");
        json.writeStringField("storageType", vector.storageType());
        json.writeStringField("pathOrInlineDv", vector.pathOrInline());
        optional("offset", vector.offset());
        json.writeNumberField("sizeInBytes", vector.sizeBytes());
        json.writeNumberField("cardinality", vector.cardinality());
        json.writeEndObject();
    }

    private void optional(String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get());
        }
    }

    private void optional(String name, OptionalLong value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(name, value.getAsLong());
        }
    }
}
