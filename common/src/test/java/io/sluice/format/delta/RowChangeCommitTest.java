package io.sluice.format.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.memory.MemoryCatalog;
import io.sluice.commit.AttemptId;
import io.sluice.commit.CommitTarget;
import io.sluice.commit.IsolationLevel;
import io.sluice.commit.Operation;
import io.sluice.commit.Proposal;
import io.sluice.commit.Ratification.Ratified;
import io.sluice.commit.Reads;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AddChangeData;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.DeleteRows;
import io.sluice.commit.TableChange.RemoveFiles;
import io.sluice.commit.TableChange.ReplaceFiles;
import io.sluice.commit.Transaction;
import io.sluice.format.CreateOutcome.Created;
import io.sluice.format.FormatTable;
import io.sluice.format.delta.Action.Add;
import io.sluice.format.delta.Action.DeletionVector;
import io.sluice.format.delta.Action.Extras;
import io.sluice.format.delta.Action.Remove;
import io.sluice.storage.FaultyStorage;
import io.sluice.storage.FaultyStorage.Call;
import io.sluice.storage.MemoryStorage;
import io.sluice.storage.StoredFile;
import io.sluice.table.ColumnStatistics;
import io.sluice.table.DataFile;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.FileStatistics;
import io.sluice.table.RowPositions;
import io.sluice.table.TableId;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableName;
import io.sluice.table.TableSchema;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the commits of row changes say, and where they put deletion vectors. */
final class RowChangeCommitTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long NOW = 1_767_225_600_000L;
    private static final Operation DELETE = new Operation("test/1", "DELETE", Map.of(), Map.of());
    private static final AttemptId ATTEMPT = AttemptId.parse("d2c639aa-8816-431a-aaf6-d3fe2512ff61");
    private static final String ENCODED = "^-aqEH.-t@S}K{vb[*k^";

    private final MemoryCatalog catalog = new MemoryCatalog();
    private final FaultyStorage storage = new FaultyStorage(new MemoryStorage(InstantSource.system()));
    private final DeltaFormat format = new DeltaFormat(InstantSource.fixed(Instant.ofEpochMilli(NOW)));
    private final CatalogTable reserved =
            new CatalogTable(TableId.random(), TableName.of("s", "t"), "delta", "/lake/t");
    private FormatTable table;

    @BeforeEach
    void createTable() {
        TableMetadata metadata = new TableMetadata(
                reserved.id(),
                TableSchema.of(Field.required("id", Primitive.LONG), Field.optional("day", Primitive.DATE)),
                List.of("day"),
                Map.of(),
                Optional.empty());
        table = ((Created) format.create(reserved, metadata, List.of(), DELETE, catalog, storage)).table();
        commit(new AppendFiles(List.of(file("a", 5), file("b", 1_000_000))));
    }

    private static DataFile file(String path, long rows) {
        ColumnStatistics ids = new ColumnStatistics(Optional.of(1L), Optional.of(3L), Optional.of(0L));
        return new DataFile(
                path, 10, 20, Map.of("day", Optional.of("2024-01-01")), new FileStatistics(rows, Map.of("id", ids)));
    }

    private void commit(TableChange... changes) {
        Transaction transaction = new Transaction(
                Reads.schemaOf(table.current().version()), List.of(changes), IsolationLevel.WRITE_SERIALIZABLE, DELETE);
        CommitTarget target = table.target();
        CommitTarget.Tip tip = target.tip(transaction.reads().version()).orElseThrow();
        Proposal proposal = target.propose(tip, transaction, ATTEMPT);
        assertThat(target.ratify(proposal)).isEqualTo(new Ratified(proposal.version()));
        target.publish(proposal);
    }

    private List<JsonNode> published(long version) throws Exception {
        byte[] content =
                storage.read("/lake/t/_delta_log/%020d.json".formatted(version)).orElseThrow();
        return new ArrayList<>(
                MAPPER.readerFor(JsonNode.class).<JsonNode>readValues(content).readAll());
    }

    private static DeleteRows delete(String path, long... rows) {
        return new DeleteRows(Map.of(path, RowPositions.of(rows)));
    }

    @Test
    void aFewRowsAreNotedInTheCommitItself() throws Exception {
        commit(delete("a", 1, 3));

        List<JsonNode> actions = published(2);
        assertThat(actions).hasSize(3);
        JsonNode info = actions.get(0).get("commitInfo");
        assertThat(info.get("isBlindAppend").asBoolean()).isFalse();
        assertThat(info.get("operationMetrics")).isEqualTo(MAPPER.readTree("""
                        {"numAddedFiles":"0","numRemovedFiles":"0","numRemovedBytes":"0",
                         "numDeletionVectorsAdded":"1","numDeletedRows":"2"}"""));
        assertThat(actions.get(1).get("remove")).isEqualTo(MAPPER.readTree("""
                        {"path":"a","deletionTimestamp":%d,"dataChange":true,"extendedFileMetadata":true,
                         "partitionValues":{"day":"2024-01-01"},"size":10,"stats":%s}""".formatted(
                NOW + 2,
                MAPPER.writeValueAsString(published(1).get(1).at("/add/stats").asText()))));
        JsonNode add = actions.get(2).get("add");
        assertThat(add.get("deletionVector").get("storageType").asText()).isEqualTo("i");
        assertThat(add.get("deletionVector").get("cardinality").asLong()).isEqualTo(2);
        assertThat(add.get("deletionVector").has("offset")).isFalse();
        assertThat(add.get("dataChange").asBoolean()).isTrue();
        assertThat(MAPPER.readTree(add.get("stats").asText())).isEqualTo(MAPPER.readTree("""
                        {"numRecords":5,"minValues":{"id":1},"maxValues":{"id":3},"nullCount":{"id":0},
                         "tightBounds":false}"""));
        assertThat(vectorFiles()).isEmpty();
    }

    private List<String> vectorFiles() {
        return storage.list("/lake/t").stream()
                .map(StoredFile::name)
                .filter(name -> name.endsWith(".bin"))
                .toList();
    }

    @Test
    void manyRowsOfOneCommitAreNotedInOneFileThatTheAttemptNames() throws Exception {
        long[] scattered = LongStream.range(0, 1000).map(i -> i * 997).toArray();
        commit(delete("b", scattered), new AppendFiles(List.of(file("c", 1_000_000))), delete("c", scattered));

        List<JsonNode> actions = published(2);
        JsonNode first = actions.get(2).at("/add/deletionVector");
        JsonNode second = actions.get(3).at("/add/deletionVector");
        assertThat(vectorFiles()).containsExactly("deletion_vector_" + ATTEMPT + ".bin");
        assertThat(List.of(first, second)).allSatisfy(vector -> {
            assertThat(vector.get("storageType").asText()).isEqualTo("u");
            assertThat(vector.get("pathOrInlineDv").asText()).isEqualTo(ENCODED);
            assertThat(vector.get("cardinality").asLong()).isEqualTo(1000);
        });
        assertThat(first.get("offset").asLong()).isEqualTo(1);
        assertThat(second.get("offset").asLong())
                .isEqualTo(1 + 8 + first.get("sizeInBytes").asLong());
    }

    @Test
    void theNextDeletionRemovesTheFileWithItsVector() throws Exception {
        commit(delete("a", 1));
        commit(delete("a", 2));

        List<JsonNode> actions = published(3);
        assertThat(actions.get(1).at("/remove/deletionVector"))
                .isEqualTo(published(2).get(2).at("/add/deletionVector"));
        assertThat(actions.get(2).at("/add/deletionVector/cardinality").asLong())
                .isEqualTo(2);
        assertThat(actions.get(2).at("/add/stats").asText())
                .isEqualTo(published(2).get(2).at("/add/stats").asText());
    }

    @Test
    void replacedFilesAreNoChangeOfRows() throws Exception {
        commit(new ReplaceFiles(List.of("a"), List.of(file("c", 5))), new RemoveFiles(List.of("b")));

        List<JsonNode> actions = published(2);
        assertThat(actions.get(1).at("/remove/dataChange").asBoolean()).isFalse();
        assertThat(actions.get(2).at("/remove/dataChange").asBoolean()).isTrue();
        assertThat(actions.get(3).at("/add/dataChange").asBoolean()).isFalse();
    }

    @Test
    void changeDataIsToldFromFilesOfTheTable() throws Exception {
        commit(delete("a", 1), new AddChangeData(List.of(file("_change_data/day=2024-01-01/x", 1))));

        assertThat(published(2).get(3)).isEqualTo(MAPPER.readTree("""
                        {"cdc":{"path":"_change_data/day=2024-01-01/x","partitionValues":{"day":"2024-01-01"},
                         "size":10,"dataChange":false}}"""));
    }

    @Test
    void anAppendToATableWithDeletionsReadsNoFile() {
        commit(delete("b", LongStream.range(0, 1000).map(i -> i * 997).toArray()));
        FormatTable fresh = new DeltaFormat(InstantSource.system()).open(reserved, catalog, storage);
        long before = storage.count(Call.READ);
        CommitTarget target = fresh.target();
        Transaction append = new Transaction(
                Reads.schemaOf(fresh.current().version()),
                List.of(new AppendFiles(List.of(file("z", 1)))),
                IsolationLevel.WRITE_SERIALIZABLE,
                DELETE);

        CommitTarget.Tip tip = target.tip(append.reads().version()).orElseThrow();
        target.ratify(target.propose(tip, append, AttemptId.random()));

        assertThat(storage.count(Call.READ)).isEqualTo(before);
    }

    @Test
    void rowsThatComeBackToAFileOfUnknownLengthAreRefused() {
        DeletionVector vector = new VectorDraft(ATTEMPT).add(RowPositions.of(1));
        Add before = new Add("a", Map.of(), 1, 1, true, Optional.empty(), Extras.NONE.withDeletions(vector));
        Add after = new Add("a", Map.of(), 1, 1, true, Optional.empty(), Extras.NONE);

        assertThatThrownBy(() -> CommittedFiles.of(
                        List.of(Remove.of(before, NOW, true), after),
                        "/lake/t",
                        table.current().metadata(),
                        new DeletionVectors(storage, "/lake/t")))
                .hasMessageContaining("file 'a'")
                .hasMessageContaining("does not say how many rows");
    }

    @Test
    void boundsAreMarkedWideWhateverElseTheStatisticsSay() {
        assertThat(WideBounds.of("{}")).isEqualTo("{\"tightBounds\":false}");
        assertThat(WideBounds.of("{ \"numRecords\" : 1e2 }"))
                .isEqualTo("{ \"numRecords\" : 1e2 ,\"tightBounds\":false}");
        assertThat(WideBounds.of("{\"tightBounds\": true,\"minValues\":{\"tightBounds\":true}}"))
                .isEqualTo("{\"tightBounds\": false,\"minValues\":{\"tightBounds\":true}}");
        assertThat(WideBounds.of("{\"minValues\":{\"é\":\"}\",\"d\":1.10}}"))
                .isEqualTo("{\"minValues\":{\"é\":\"}\",\"d\":1.10},\"tightBounds\":false}");
    }
}
