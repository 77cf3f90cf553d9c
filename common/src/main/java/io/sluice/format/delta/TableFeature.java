package io.sluice.format.delta;

import io.sluice.error.SluiceException;
import io.sluice.format.delta.Action.Protocol;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Array;
import io.sluice.table.DataType.Mapping;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.TableProperties;
import io.sluice.table.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The table features that Sluice implements. Source: Delta protocol, "Valid Feature Names in Table Features". */
enum TableFeature {
    CATALOG_MANAGED("catalogManaged", Side.READERS_AND_WRITERS),
    IN_COMMIT_TIMESTAMP("inCommitTimestamp", Side.WRITERS),
    VACUUM_PROTOCOL_CHECK("vacuumProtocolCheck", Side.READERS_AND_WRITERS),
    V2_CHECKPOINT("v2Checkpoint", Side.READERS_AND_WRITERS),
    APPEND_ONLY("appendOnly", Side.WRITERS),
    INVARIANTS("invariants", Side.WRITERS),
    TIMESTAMP_NTZ("timestampNtz", Side.READERS_AND_WRITERS),
    TYPE_WIDENING("typeWidening", Side.READERS_AND_WRITERS),
    DELETION_VECTORS("deletionVectors", Side.READERS_AND_WRITERS),
    COLUMN_MAPPING("columnMapping", Side.READERS_AND_WRITERS),
    CHECK_CONSTRAINTS("checkConstraints", Side.WRITERS),
    CHANGE_DATA_FEED("changeDataFeed", Side.WRITERS),
    DOMAIN_METADATA("domainMetadata", Side.WRITERS),
    ROW_TRACKING("rowTracking", Side.WRITERS),
    COLUMN_DEFAULTS("allowColumnDefaults", Side.WRITERS),
    GENERATED_COLUMNS("generatedColumns", Side.WRITERS),
    IDENTITY_COLUMNS("identityColumns", Side.WRITERS);

    /** Who has to know a feature. */
    private enum Side {
        WRITERS,
        READERS_AND_WRITERS
    }

    private static final int READER_VERSION = 3;
    private static final int WRITER_VERSION = 7;

    /** Features that a property switches on. */
    private static final Map<String, TableFeature> BY_SWITCH = Map.of(
            DeltaProperties.ENABLE_TYPE_WIDENING,
            TYPE_WIDENING,
            DeltaProperties.ENABLE_DELETION_VECTORS,
            DELETION_VECTORS,
            TableProperties.CHANGE_FEED,
            CHANGE_DATA_FEED,
            TableProperties.ROW_TRACKING,
            ROW_TRACKING);

    private static final Map<String, TableFeature> BY_NAME = new HashMap<>();

    static {
        for (TableFeature feature : values()) {
            BY_NAME.put(feature.text, feature);
        }
    }

    private final String text;
    private final Side side;

    TableFeature(String text, Side side) {
        this.text = text;
        this.side = side;
    }

    /** The name that a protocol has for it. */
    String text() {
        return text;
    }

    /** The protocol of a new table: what every table of ours has, and what its schema and properties need. */
    static Protocol protocolOf(TableSchema schema, Map<String, String> properties) {
        List<TableFeature> features = new ArrayList<>(List.of(
                CATALOG_MANAGED, IN_COMMIT_TIMESTAMP, VACUUM_PROTOCOL_CHECK, V2_CHECKPOINT, APPEND_ONLY, INVARIANTS));
        Protocol empty = new Protocol(READER_VERSION, WRITER_VERSION, List.of(), List.of());
        return upgraded(with(empty, features), schema, properties);
    }

    /** The protocol with what a schema and properties need; the same object if nothing is missing. */
    static Protocol upgraded(Protocol protocol, TableSchema schema, Map<String, String> properties) {
        List<TableFeature> missing = new ArrayList<>(wantedBy(properties));
        if (schema.columns().stream().map(Field::type).anyMatch(TableFeature::hasTimestampNtz)) {
            missing.add(TIMESTAMP_NTZ);
        }
        missing.addAll(wantedBy(schema.columns()));
        missing.removeIf(feature -> protocol.writerFeatures().contains(feature.text));
        return missing.isEmpty() ? protocol : with(protocol, missing);
    }

    private static List<TableFeature> wantedBy(Map<String, String> properties) {
        List<TableFeature> features = new ArrayList<>();
        BY_SWITCH.forEach((name, feature) -> {
            if (Boolean.parseBoolean(properties.get(name))) {
                features.add(feature);
            }
        });
        if (features.contains(ROW_TRACKING)) {
            features.add(DOMAIN_METADATA);
        }
        if (ColumnMapping.isOn(properties)) {
            features.add(COLUMN_MAPPING);
        }
        if (!new TableProperties(properties).constraints().isEmpty()) {
            features.add(CHECK_CONSTRAINTS);
        }
        return features;
    }

    private static List<TableFeature> wantedBy(List<Field> columns) {
        List<TableFeature> features = new ArrayList<>();
        if (columns.stream().anyMatch(column -> column.defaultExpression().isPresent())) {
            features.add(COLUMN_DEFAULTS);
        }
        if (columns.stream().anyMatch(column -> column.generationExpression().isPresent())) {
            features.add(GENERATED_COLUMNS);
        }
        if (columns.stream().anyMatch(column -> column.identity().isPresent())) {
            features.add(IDENTITY_COLUMNS);
        }
        return features;
    }

    private static Protocol with(Protocol protocol, List<TableFeature> added) {
        TreeSet<String> readers = new TreeSet<>(protocol.readerFeatures());
        TreeSet<String> writers = new TreeSet<>(protocol.writerFeatures());
        for (TableFeature feature : added) {
            writers.add(feature.text);
            if (feature.side == Side.READERS_AND_WRITERS) {
                readers.add(feature.text);
            }
        }
        return new Protocol(
                protocol.readerVersion(), protocol.writerVersion(), List.copyOf(readers), List.copyOf(writers));
    }

    private static boolean hasTimestampNtz(DataType type) {
        if (type instanceof Struct struct) {
            return struct.fields().stream().map(Field::type).anyMatch(TableFeature::hasTimestampNtz);
        }
        if (type instanceof Array array) {
            return hasTimestampNtz(array.element());
        }
        return type instanceof Mapping mapping
                ? hasTimestampNtz(mapping.key()) || hasTimestampNtz(mapping.value())
                : type == Primitive.TIMESTAMP_NTZ;
    }

    /** A user error that names the features of a table that a writer must know and Sluice does not. */
    static void requireWritable(Protocol protocol) {
        if (protocol.writerVersion() != WRITER_VERSION
                || !protocol.writerFeatures().contains(CATALOG_MANAGED.text)) {
            throw SluiceException.user(
                    "the table has version %d of the Delta writer protocol and the features %s: Sluice"
                                    .formatted(protocol.writerVersion(), protocol.writerFeatures())
                            + " writes tables of version 7 with the feature catalogManaged");
        }
        List<String> unknown = protocol.writerFeatures().stream()
                .filter(feature -> !BY_NAME.containsKey(feature))
                .toList();
        if (!unknown.isEmpty()) {
            throw SluiceException.user("the table cannot be written: its Delta features %s are not supported"
                    .formatted(String.join(", ", unknown)));
        }
    }
}
