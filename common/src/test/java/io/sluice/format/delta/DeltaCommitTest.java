package io.sluice.format.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.FaultyCatalog;
import io.sluice.catalog.TableTip;
import io.sluice.catalog.memory.MemoryCatalog;
import io.sluice.commit.AttemptId;
import io.sluice.commit.CommitTarget;
import io.sluice.commit.IsolationLevel;
import io.sluice.commit.Operation;
import io.sluice.commit.Proposal;
import io.sluice.commit.Ratification;
import io.sluice.commit.Ratification.Forgotten;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.commit.Ratification.Superseded;
import io.sluice.commit.Reads;
import io.sluice.commit.SchemaEdit.AddColumn;
import io.sluice.commit.SchemaEdit.WidenColumn;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AdvanceWriter;
import io.sluice.commit.TableChange.AlterSchema;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.SetProperties;
import io.sluice.commit.Transaction;
import io.sluice.error.SluiceException;
import io.sluice.format.CreateOutcome.Created;
import io.sluice.format.FormatTable;
import io.sluice.storage.FaultyStorage;
import io.sluice.storage.FaultyStorage.Call;
import io.sluice.storage.FaultyStorage.Effect;
import io.sluice.storage.MemoryStorage;
import io.sluice.table.ColumnStatistics;
import io.sluice.table.DataFile;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.FileStatistics;
import io.sluice.table.TableId;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableName;
import io.sluice.table.TableSchema;
import io.sluice.table.TableVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What Delta commits say, and what they cost. */
final class DeltaCommitTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long NOW = 1_767_225_600_000L;
    private static final Operation WRITE =
            new Operation("test/1", "WRITE", Map.of("mode", "Append"), Map.of("numFiles", "9"));

    private final FaultyCatalog catalog = new FaultyCatalog(new MemoryCatalog());
    private final FaultyStorage storage = new FaultyStorage(new MemoryStorage(InstantSource.system()));
    private final DeltaFormat format = new DeltaFormat(InstantSource.fixed(Instant.ofEpochMilli(NOW)));
    private final CatalogTable reserved = new CatalogTable(
            TableId.parse("af23c9d7-fff1-4a5a-a2c8-55c59bd782aa"), TableName.of("s", "t"), "delta", "/lake/t");

    @Test
    void theFirstCommitSaysWhatTheProtocolDemands() throws Exception {
        create(
                Map.of("delta.appendOnly", "true", "mine", "1"),
                Field.required("id", Primitive.LONG),
                Field.optional("ts", Primitive.TIMESTAMP_NTZ));

        List<JsonNode> actions = published(0);

        assertThat(actions).hasSize(3);
        JsonNode info = actions.get(0).get("commitInfo");
        assertThat(info.get("inCommitTimestamp").asLong()).isEqualTo(NOW);
        assertThat(info.get("operation").asText()).isEqualTo("WRITE");
        assertThat(info.get("engineInfo").asText()).isEqualTo("test/1");
        assertThat(info.get("isBlindAppend").asBoolean()).isFalse();
        assertThat(info.get("txnId").asText()).hasSize(36);
        assertThat(actions.get(1).get("protocol")).isEqualTo(MAPPER.readTree("""
                        {"minReaderVersion":3,"minWriterVersion":7,
                         "readerFeatures":["catalogManaged","deletionVectors","timestampNtz","v2Checkpoint","vacuumProtocolCheck"],
                         "writerFeatures":["appendOnly","catalogManaged","deletionVectors","inCommitTimestamp","invariants",
                                           "timestampNtz","v2Checkpoint","vacuumProtocolCheck"]}"""));
        JsonNode metadata = actions.get(2).get("metaData");
        assertThat(metadata.get("id").asText()).isEqualTo(reserved.id().toString());
        assertThat(metadata.get("name").asText()).isEqualTo("t");
        assertThat(metadata.get("description").asText()).isEqualTo("a comment");
        assertThat(metadata.get("format").get("provider").asText()).isEqualTo("parquet");
        assertThat(metadata.get("partitionColumns").isArray()).isTrue();
        assertThat(metadata.get("createdTime").asLong()).isEqualTo(NOW);
        assertThat(metadata.get("configuration")).isEqualTo(MAPPER.readTree("""
                                {"delta.appendOnly":"true","mine":"1","delta.enableInCommitTimestamps":"true",
                                 "delta.enableDeletionVectors":"true"}"""));
    }

    @Test
    void anAppendSaysThatItIsBlindAndWhatItRead() throws Exception {
        FormatTable table = create(Map.of(), Field.required("id", Primitive.LONG));

        commit(table, append("a"), new AdvanceWriter("stream \"1\"", 7));

        List<JsonNode> actions = published(1);
        JsonNode info = actions.get(0).get("commitInfo");
        assertThat(info.get("isBlindAppend").asBoolean()).isTrue();
        assertThat(info.get("readVersion").asLong()).isZero();
        assertThat(info.get("isolationLevel").asText()).isEqualTo("WriteSerializable");
        assertThat(info.get("inCommitTimestamp").asLong()).isEqualTo(NOW + 1);
        assertThat(info.get("operationParameters").get("mode").asText()).isEqualTo("Append");
        assertThat(info.get("operationMetrics").get("numFiles").asText()).isEqualTo("9");
        assertThat(info.get("operationMetrics").get("numOutputRows").asText()).isEqualTo("3");
        assertThat(actions.get(1).get("txn").get("appId").asText()).isEqualTo("stream \"1\"");
        assertThat(actions.get(2).get("add").get("path").asText()).isEqualTo("a");
        assertThat(actions).hasSize(3);
    }

    @Test
    void aWriteThatHasReadTheTableIsNotBlind() throws Exception {
        FormatTable table = create(Map.of(), Field.required("id", Primitive.LONG));
        Reads reads = Reads.rowsOf(TableVersion.FIRST, io.sluice.scan.Predicate.ALL);

        commit(table, new Transaction(reads, List.of(append("a")), IsolationLevel.SERIALIZABLE, WRITE));

        JsonNode info = published(1).get(0).get("commitInfo");
        assertThat(info.get("isBlindAppend").asBoolean()).isFalse();
        assertThat(info.get("isolationLevel").asText()).isEqualTo("Serializable");
    }

    @Test
    void wideningIsRecordedAndUpgradesTheProtocol() throws Exception {
        FormatTable table =
                create(Map.of(), Field.optional("n", Primitive.SHORT), Field.optional("day", Primitive.DATE));

        commit(
                table,
                new SetProperties(Map.of("delta.enableTypeWidening", "true"), Set.of()),
                new AlterSchema(List.of(
                        new WidenColumn("n", Primitive.INTEGER),
                        new WidenColumn("n", Primitive.LONG),
                        new WidenColumn("day", Primitive.TIMESTAMP_NTZ),
                        new AddColumn(Field.optional("x", Primitive.LONG)))));

        List<JsonNode> actions = published(1);
        assertThat(actions.get(1).get("protocol").get("readerFeatures").toString())
                .contains("typeWidening", "timestampNtz");
        JsonNode schema = MAPPER.readTree(
                actions.get(2).get("metaData").get("schemaString").asText());
        assertThat(schema.at("/fields/0")).isEqualTo(MAPPER.readTree("""
                        {"name":"n","type":"long","nullable":true,"metadata":{"delta.typeChanges":[
                          {"fromType":"short","toType":"integer"},{"fromType":"integer","toType":"long"}]}}"""));
        assertThat(schema.at("/fields")).hasSize(3);
        assertThat(table.current().metadata().schema().columnNames()).containsExactly("n", "day", "x");
    }

    @Test
    void propertiesThatAreNotImplementedAreRefusedByName() {
        for (String property : List.of(
                "delta.autoOptimize.autoCompact",
                "delta.columnMapping.maxColumnIds",
                "delta.universalFormat.enabledFormats",
                "delta.feature.rowTracking",
                "delta.unheardOf")) {
            assertThatThrownBy(() -> create(Map.of(property, "true"), Field.optional("x", Primitive.LONG)))
                    .isInstanceOf(SluiceException.class)
                    .hasMessageContaining("'" + property + "'")
                    .hasMessageContaining("delta.appendOnly");
        }
        assertThat(catalog.table(reserved.name())).isEmpty();
    }

    @Test
    void valuesOfPropertiesAreChecked() {
        Map<String, String> wrong = Map.of(
                "delta.appendOnly", "yes",
                "delta.checkpointInterval", "0",
                "delta.logRetentionDuration", "soon",
                "delta.dataSkippingNumIndexedCols", "-2",
                "delta.parquet.compression.codec", "zip",
                "delta.columnMapping.mode", "id",
                "delta.isolationLevel", "Snapshot",
                "delta.enableInCommitTimestamps", "false");
        wrong.forEach((name, value) -> assertThatThrownBy(() -> DeltaProperties.requireSettable(Map.of(name, value)))
                .as(name)
                .hasMessageContainingAll("'" + name + "'", "'" + value + "'"));

        DeltaProperties.requireSettable(
                Map.of("delta.logRetentionDuration", "interval 30 days", "delta.parquet.compression.codec", "ZSTD"));
        assertThatThrownBy(() -> DeltaProperties.requireRemovable(Set.of("delta.enableInCommitTimestamps")))
                .hasMessageContaining("delta.enableInCommitTimestamps");
    }

    @Test
    void theDocumentationListsThePropertiesThatCanBeSet() throws Exception {
        String page = Files.readString(Path.of(System.getProperty("sluice.repository"), "docs", "delta.md"));

        List<String> documented = page.lines()
                .filter(line -> line.startsWith("| `delta."))
                .map(line -> line.split("`")[1])
                .toList();

        assertThat(documented).containsExactlyElementsOf(DeltaProperties.settable());
    }

    @Test
    void columnsWithRulesThatWritersMustHeedAreRefused() {
        Field column = Field.optional("x", Primitive.LONG).withMetadata("delta.invariants", "1");
        Field within = Field.optional(
                "y", new Struct(List.of(Field.optional("x", Primitive.LONG).withDefault(Optional.of("1")))));

        assertThatThrownBy(() -> create(Map.of(), column)).hasMessageContainingAll("'x'", "delta.invariants");
        assertThatThrownBy(() -> create(Map.of(), within)).hasMessageContainingAll("'y.x'", "CURRENT_DEFAULT");
    }

    @Test
    void aFeatureThatIsNotImplementedIsRefusedByName() {
        Action.Protocol protocol = new Action.Protocol(
                3, 7, List.of("catalogManaged"), List.of("catalogManaged", "icebergCompatV1", "collations"));
        Action.Protocol old = new Action.Protocol(1, 2, List.of(), List.of());

        assertThatThrownBy(() -> TableFeature.requireWritable(protocol))
                .hasMessageContaining("icebergCompatV1, collations");
        assertThatThrownBy(() -> TableFeature.requireWritable(old)).hasMessageContaining("catalogManaged");
    }

    @Test
    void aSmallAppendCostsOneLookOneRatificationAndOneFile() {
        FormatTable table = create(Map.of(), Field.required("id", Primitive.LONG));
        commit(table, append("warm"));
        long tips = catalog.count(FaultyCatalog.Call.TIP);
        long ratifications = catalog.count(FaultyCatalog.Call.RATIFY);
        Map<Call, Long> expected = storageCalls();
        expected.merge(Call.CREATE, 1L, Long::sum);

        commit(table, transaction(new TableVersion(1), append("a")));

        assertThat(catalog.count(FaultyCatalog.Call.TIP)).isEqualTo(tips + 1);
        assertThat(catalog.count(FaultyCatalog.Call.RATIFY)).isEqualTo(ratifications + 1);
        assertThat(storageCalls()).isEqualTo(expected);
    }

    @Test
    void processesThatCommitOnceDoNotFillTheCatalog() {
        FormatTable table = create(Map.of(), Field.required("id", Primitive.LONG));
        for (int i = 0; i < 80; i++) {
            DeltaFormat process = DeltaFormat.system();
            commit(process.open(table.table(), catalog, storage), append("f" + i));
            assertThat(waiting()).isLessThan(36);
        }
        assertThat(table.snapshot().fileCount()).isEqualTo(80);
    }

    @Test
    void everythingIsPublishedOnDemand() {
        DeltaTable table = (DeltaTable) create(Map.of(), Field.required("id", Primitive.LONG));
        storage.inject((call, location) -> call == Call.CREATE ? Effect.REFUSE : Effect.PASS);
        commit(table, append("a"));
        commit(table, append("b"));
        assertThat(waiting()).isEqualTo(2);
        storage.inject(FaultyStorage.Faults.NONE);

        table.publishAll();
        table.publishAll();

        assertThat(waiting()).isZero();
        assertThat(storage.stat("/lake/t/_delta_log/00000000000000000002.json")).isPresent();
        assertThat(table.snapshot().fileCount()).isEqualTo(2);
    }

    @Test
    void aForeignFileInTheLogIsReportedAndNothingIsLost() {
        DeltaTable table = (DeltaTable) create(Map.of(), Field.required("id", Primitive.LONG));
        storage.create(
                "/lake/t/_delta_log/00000000000000000001.json", "{\"foreign\":{}}\n".getBytes(StandardCharsets.UTF_8));

        commit(table, append("a"));

        assertThatThrownBy(table::publishAll)
                .isInstanceOf(SluiceException.class)
                .hasMessageContaining("00000000000000000001.json");
        assertThat(waiting()).isEqualTo(1);
        assertThat(table.snapshot().fileCount()).isEqualTo(1);
    }

    @Test
    void aForgottenVersionIsLookedUpInThePublishedLog() {
        FormatTable table = create(Map.of(), Field.required("id", Primitive.LONG));
        AttemptId mine = AttemptId.random();
        CommitTarget target = forgetful(table).target();
        Transaction transaction = transaction(TableVersion.FIRST, append("a"));
        Proposal proposal = target.propose(target.tip(TableVersion.FIRST).orElseThrow(), transaction, mine);

        assertThat(target.ratify(proposal)).isEqualTo(new Forgotten(proposal.version()));
        target.publish(proposal);
        assertThat(target.ratify(proposal)).isEqualTo(new Ratified(proposal.version()));

        CommitTarget other = forgetful(table).target();
        Proposal others = other.propose(other.tip(TableVersion.FIRST).orElseThrow(), transaction, AttemptId.random());
        assertThat(other.ratify(others)).isEqualTo(new Superseded(proposal.version()));
    }

    @Test
    void winnersThatTheCatalogHasForgottenAreReadFromTheLog() {
        FormatTable table = create(Map.of("delta.enableTypeWidening", "true"), Field.optional("id", Primitive.INTEGER));
        commit(table, append("a"), new AdvanceWriter("stream", 3));
        commit(table, new AlterSchema(List.of(new WidenColumn("id", Primitive.LONG))));

        CommitTarget.Tip tip = forgetful(table).target().tip(TableVersion.FIRST).orElseThrow();

        assertThat(tip.winners()).hasSize(2);
        assertThat(tip.winners().get(0).version()).isEqualTo(new TableVersion(1));
        assertThat(tip.winners().get(0).summary().kinds().toString()).isEqualTo("[APPEND, WRITER_PROGRESS]");
        assertThat(tip.winners().get(0).summary().writers()).isEqualTo(Map.of("stream", 3L));
        assertThat(tip.winners().get(0).summary().operation()).isEqualTo("WRITE");
        assertThat(tip.winners().get(1).summary().kinds().toString()).isEqualTo("[SCHEMA, PROPERTIES]");
    }

    @Test
    void anOpenTableIsShared() {
        FormatTable table = create(Map.of(), Field.required("id", Primitive.LONG));

        assertThat(format.open(reserved, catalog, storage)).isSameAs(table);
        assertThat(format.open(reserved, catalog, new FaultyStorage(storage))).isNotSameAs(table);
        assertThat(table.target()).isNotSameAs(table.target());
    }

    /** The table over a catalog that remembers nothing but the tip, and decides nothing. */
    private FormatTable forgetful(FormatTable table) {
        return DeltaFormat.system().open(table.table(), new ForgetfulCatalog(catalog), storage);
    }

    private FormatTable create(Map<String, String> properties, Field... columns) {
        TableMetadata metadata = new TableMetadata(
                reserved.id(), TableSchema.of(columns), List.of(), properties, Optional.of("a comment"));
        return ((Created) format.create(reserved, metadata, List.of(), WRITE, catalog, storage)).table();
    }

    private void commit(FormatTable table, TableChange... changes) {
        commit(table, transaction(table.current().version(), changes));
    }

    private static Transaction transaction(TableVersion read, TableChange... changes) {
        return new Transaction(Reads.schemaOf(read), List.of(changes), IsolationLevel.WRITE_SERIALIZABLE, WRITE);
    }

    /** One round, without the queue and the retries. */
    private static void commit(FormatTable table, Transaction transaction) {
        CommitTarget target = table.target();
        CommitTarget.Tip tip = target.tip(transaction.reads().version()).orElseThrow();
        Proposal proposal = target.propose(tip, transaction, AttemptId.random());
        Ratification answer = target.ratify(proposal);
        assertThat(answer).isEqualTo(new Ratified(proposal.version()));
        target.publish(proposal);
    }

    private static AppendFiles append(String path) {
        ColumnStatistics ids = new ColumnStatistics(Optional.of(1L), Optional.of(3L), Optional.of(0L));
        return new AppendFiles(List.of(new DataFile(path, 10, 20, Map.of(), new FileStatistics(3, Map.of("id", ids)))));
    }

    private List<JsonNode> published(long version) throws Exception {
        byte[] content =
                storage.read("/lake/t/_delta_log/%020d.json".formatted(version)).orElseThrow();
        return new ArrayList<>(
                MAPPER.readerFor(JsonNode.class).<JsonNode>readValues(content).readAll());
    }

    /** How many commits the catalog still holds. */
    private long waiting() {
        TableTip tip = catalog.tip(reserved.id(), new TableVersion(1000)).orElseThrow();
        return tip.recent().stream()
                .filter(commit -> commit.content().isPresent())
                .count();
    }

    private Map<Call, Long> storageCalls() {
        Map<Call, Long> calls = new EnumMap<>(Call.class);
        for (Call call : Call.values()) {
            calls.put(call, storage.count(call));
        }
        return calls;
    }
}
