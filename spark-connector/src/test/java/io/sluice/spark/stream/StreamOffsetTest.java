package io.sluice.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.table.TableId;
import io.sluice.table.TableVersion;
import org.junit.jupiter.api.Test;

/** Checkpoints outlive the program: these texts stay readable. */
class StreamOffsetTest {
    private static final TableId TABLE = TableId.parse("6f9619ff-8b86-4d11-b42d-00c04fc964ff");
    private static final TableVersion SEVEN = new TableVersion(7);

    @Test
    void offsetsAreReadAsTheyWereWritten() {
        String withinSnapshot = "{\"table\":\"6f9619ff-8b86-4d11-b42d-00c04fc964ff\",\"snapshot\":7,\"files\":3}";
        String beforeCommit = "{\"table\":\"6f9619ff-8b86-4d11-b42d-00c04fc964ff\",\"commit\":7,\"files\":0}";

        assertThat(new StreamOffset(TABLE, StreamPosition.ofSnapshot(SEVEN).after(3)).json())
                .isEqualTo(withinSnapshot);
        assertThat(new StreamOffset(TABLE, StreamPosition.before(SEVEN)).json()).isEqualTo(beforeCommit);
        assertThat(StreamOffset.parse(withinSnapshot))
                .isEqualTo(
                        new StreamOffset(TABLE, StreamPosition.ofSnapshot(SEVEN).after(3)));
        assertThat(StreamOffset.parse(beforeCommit).position()).isEqualTo(StreamPosition.before(SEVEN));
    }

    @Test
    void offsetsOfOtherSourcesAreRefused() {
        assertThatThrownBy(() -> StreamOffset.parse("{\"sourceVersion\":1,\"reservoirVersion\":3,\"index\":-1}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not one of a stream of a Sluice table");
    }

    @Test
    void aStateIsBeforeTheCommitsThatFollowIt() {
        StreamPosition begun = StreamPosition.ofSnapshot(SEVEN);

        assertThat(begun.after(9).afterAll()).isEqualTo(StreamPosition.before(SEVEN.next()));
        assertThat(begun.isBefore(begun.after(1))).isTrue();
        assertThat(begun.after(9).isBefore(begun.afterAll())).isTrue();
        assertThat(begun.isBefore(begun)).isFalse();
    }
}
