package io.sluice.format.delta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Actions go to JSON as the Delta protocol says, and come back unchanged. */
final class ActionJsonTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final String NASTY = "a \"quoted\" \\ é \uD83D\uDE00 100% #?;[x]:\n\u0001";

    @Test
    void everyActionComesBackAsItWent() {
        List<Action> actions = List.of(
                new Provenance(
                        1_700_000_000_000L,
                        Optional.of("attempt"),
                        new Operation("sluice/1 (test)", "WRITE", Map.of("mode", "Append"), Map.of("numFiles", "1")),
                        true,
                        Optional.of("WriteSerializable"),
                        OptionalLong.of(4)),
                new Protocol(3, 7, List.of("catalogManaged"), List.of("catalogManaged", "invariants")),
                new Metadata(
                        "id",
                        Optional.of("name"),
                        Optional.of(NASTY),
                        "{\"type\":\"struct\",\"fields\":[]}",
                        List.of("day"),
                        OptionalLong.of(5),
                        Map.of("delta.appendOnly", "true")),
                new Add(NASTY, partition(), 7, 8, true, Optional.of("{\"numRecords\":1}"), Extras.NONE),
                new Add("plain.parquet", Map.of(), 7, 8, false, Optional.empty(), extras()),
                new Remove(
                        NASTY,
                        OptionalLong.of(9),
                        true,
                        Optional.of(partition()),
                        OptionalLong.of(1),
                        Optional.of("{}"),
                        Extras.NONE),
                new Cdc(NASTY, partition(), 3),
                new Remove(
                        "bare",
                        OptionalLong.empty(),
                        true,
                        Optional.empty(),
                        OptionalLong.empty(),
                        Optional.empty(),
                        Extras.NONE),
                new Txn("application", 12, OptionalLong.of(13)),
                new DomainMetadata("domain", "{}", true));

        assertThat(read(ActionWriter.write(actions))).isEqualTo(actions);
    }

    @Test
    void aCommitIsOneObjectPerLineWithTheLastLineEnded() {
        byte[] content = ActionWriter.write(
                List.of(new Txn("a", 1, OptionalLong.empty()), new Txn("b", 2, OptionalLong.empty())));

        assertThat(new String(content, UTF_8)).isEqualTo("""
                        {"txn":{"appId":"a","version":1}}
                        {"txn":{"appId":"b","version":2}}
                        """);
    }

    @Test
    void anAddHasAnEncodedPathAndNullPartitionValues() throws Exception {
        Add add = new Add(
                "d=12%3A00/é x.parquet", partition(), 7, 8, true, Optional.of("{\"numRecords\":1}"), Extras.NONE);

        JsonNode json = MAPPER.readTree(ActionWriter.write(List.of(add))).get("add");

        assertThat(json.get("path").asText()).isEqualTo("d=12%253A00/%C3%A9%20x.parquet");
        assertThat(json.get("partitionValues").get("day").asText()).isEqualTo("2024-01-01");
        assertThat(json.get("partitionValues").get("country").isNull()).isTrue();
        assertThat(json.get("stats").isTextual()).isTrue();
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly("path", "partitionValues", "size", "modificationTime", "dataChange", "stats");
    }

    @Test
    void whatIsNotKnownIsSkipped() {
        String content = """
                {"sidecar":{"path":"x","partitionValues":{"a":[1,2]}}}
                {"txn":{"appId":"a","version":1,"future":{"deep":[{}]},"lastUpdated":null}}
                {"checkpointMetadata":{"version":3}}
                {"add":{"future":[1],"path":"p","partitionValues":{"a":""},"size":1,"modificationTime":2,\
                "dataChange":true,"deletionVector":null,"tags":null}}
                """;

        assertThat(read(content.getBytes(UTF_8)))
                .containsExactly(
                        new Txn("a", 1, OptionalLong.empty()),
                        new Add("p", Map.of("a", Optional.empty()), 1, 2, true, Optional.empty(), Extras.NONE));
    }

    @Test
    void commitInfoOfOthersIsReadLeniently() {
        String content = """
                {"commitInfo":{"timestamp":5,"operation":"MERGE","operationParameters":{"predicate":["a"],"n":1},\
                "notebook":{"notebookId":"1"},"isBlindAppend":null}}
                """;

        Provenance commit =
                ActionReader.provenance("test", content.getBytes(UTF_8)).orElseThrow();

        assertThat(commit.committedMillis()).isEqualTo(5);
        assertThat(commit.txnId()).isEmpty();
        assertThat(commit.operation().parameters())
                .containsExactly(Map.entry("predicate", "[\"a\"]"), Map.entry("n", "1"));
    }

    @Test
    void aBrokenLineIsReportedWithItsPlace() {
        byte[] content = "{\"txn\":{\"appId\":\"a\",\"version\":1}}\n{\"add\":{\"path\"".getBytes(UTF_8);

        assertThatThrownBy(() -> read(content))
                .isInstanceOf(SluiceException.class)
                .hasMessageContaining("00007.json, line 2");
    }

    @ParameterizedTest
    @CsvSource({
        "part-0.parquet, part-0.parquet",
        "day=2024-01-01/a b.parquet, day=2024-01-01/a%20b.parquet",
        "a%b, a%25b",
        "a:b, a%3Ab",
        "s3://bucket/a b, s3://bucket/a%20b",
        "/data/x#1.parquet, file:///data/x%231.parquet"
    })
    void pathsAreUris(String location, String uri) {
        assertThat(DeltaPath.encoded(location)).isEqualTo(uri);
        assertThat(DeltaPath.decoded(uri)).isEqualTo(location);
    }

    @Test
    void aPathThatIsNotAUriIsRefused() {
        assertThatThrownBy(() -> DeltaPath.decoded("a%2")).hasMessageContaining("a%2");
        assertThatThrownBy(() -> DeltaPath.decoded("a%zz")).hasMessageContaining("hexadecimal");
        assertThat(DeltaPath.decoded("file:/data/x")).isEqualTo("/data/x");
    }

    private static List<Action> read(byte[] content) {
        List<Action> actions = new ArrayList<>();
        ActionReader.read("00007.json", content, actions::add);
        return actions;
    }

    private static Map<String, Optional<String>> partition() {
        Map<String, Optional<String>> values = new LinkedHashMap<>();
        values.put("day", Optional.of("2024-01-01"));
        values.put("country", Optional.empty());
        return values;
    }

    private static Extras extras() {
        return new Extras(
                Map.of("key", "value"),
                Optional.of(new DeletionVector("u", "ab^-aqEH.-t@S}K{vb[*k^", OptionalLong.of(4), 40, 6)),
                OptionalLong.of(100),
                OptionalLong.of(3),
                Optional.of("liquid"));
    }
}
