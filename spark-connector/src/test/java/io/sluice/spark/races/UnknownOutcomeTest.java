package io.sluice.spark.races;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.catalog.FaultyCatalog;
import io.sluice.catalog.FaultyCatalog.Call;
import io.sluice.error.SluiceException;
import io.sluice.spark.SharedSpark;
import io.sluice.spark.session.CommitUnknownException;
import io.sluice.spark.session.FaultyLake;
import io.sluice.spark.write.LakeLook;
import io.sluice.storage.FaultyStorage;
import io.sluice.storage.FaultyStorage.Effect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A catalog that does not answer, and a storage that takes nothing, when statements commit. */
class UnknownOutcomeTest {
    private static final Set<Call> DECISIONS = EnumSet.of(Call.CREATE, Call.RATIFY, Call.RATIFY_JOINTLY);

    private static final String APPEND = "INSERT INTO a VALUES (7, 7)";
    private static final String OVERWRITE = "INSERT OVERWRITE a SELECT id, n + 1 FROM a";
    private static final String UPDATE = "UPDATE a SET n = n + 1 WHERE id = 1";
    private static final String MERGE =
            "MERGE INTO a USING b ON a.id = b.id AND b.id > 1 WHEN MATCHED THEN UPDATE SET n = 0";
    private static final String DELETE = "DELETE FROM a";
    private static final String CREATE_AS = "CREATE TABLE made AS SELECT * FROM a";
    private static final String REPLACE_AS = "CREATE OR REPLACE TABLE totals AS SELECT n FROM a";

    private final Path folder = SharedSpark.newLake();
    private final FaultyLake faulty = FaultyLake.in(folder);
    private final SparkSession spark = RaceSession.in(folder);
    private final LakeLook lake = new LakeLook(folder);

    @TempDir
    private Path scratch;

    @BeforeEach
    void makeTables() {
        RaceSession.makeTables(spark);
    }

    private void decisions(Effect effect) {
        faulty.catalog().inject(call -> DECISIONS.contains(call) ? effect : Effect.PASS);
    }

    private void repair() {
        faulty.catalog().inject(FaultyCatalog.Faults.NONE);
        faulty.storage().inject(FaultyStorage.Faults.NONE);
    }

    private void assertUnknown(Throwable told) {
        assertThat(told)
                .isInstanceOf(CommitUnknownException.class)
                .hasMessageStartingWith(
                        "unknown whether it is committed, because the catalog did not answer (injected:")
                .hasMessageEndingWith("is there wholly or not at all. Look into the history before you run it again");
    }

    private List<String> orphans() {
        return RaceSession.TABLES.stream()
                .flatMap(table -> lake.orphans("default." + table).stream())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {APPEND, OVERWRITE, UPDATE, MERGE, DELETE, CREATE_AS, REPLACE_AS})
    void whatIsCommittedWithoutAReplyKeepsItsFiles(String statement) {
        decisions(Effect.LOSE_REPLY);

        assertUnknown(catchThrowable(() -> spark.sql(statement)));

        repair();
        assertThat(RaceSession.state(spark)).isEqualTo(RaceSession.serially(statement));
    }

    @ParameterizedTest
    @ValueSource(strings = {APPEND, UPDATE, CREATE_AS})
    void whatDoesNotArriveIsUnknownTooAndChangesNothing(String statement) {
        Map<String, List<String>> before = RaceSession.state(spark);
        decisions(Effect.REFUSE);

        assertUnknown(catchThrowable(() -> spark.sql(statement)));

        repair();
        assertThat(RaceSession.state(spark)).isEqualTo(before);
        spark.sql(statement);
        assertThat(RaceSession.state(spark)).isEqualTo(RaceSession.serially(statement));
    }

    @Test
    void aReplyThatIsLostOnceIsAskedForAgain() {
        AtomicInteger calls = new AtomicInteger();
        faulty.catalog()
                .inject(call -> call == Call.RATIFY && calls.getAndIncrement() == 0 ? Effect.LOSE_REPLY : Effect.PASS);

        spark.sql(APPEND);

        assertThat(calls.get()).isEqualTo(2);
        assertThat(SharedSpark.rows(spark, "SELECT count(*) FROM a")).containsExactly("[5]");
        assertThat(orphans()).isEmpty();
    }

    @Test
    void aTransactionWhoseReplyIsLostIsThereWholly() {
        spark.sql("CALL lake.system.begin()");
        spark.sql(APPEND);
        spark.sql("UPDATE b SET n = 0 WHERE id = 1");
        decisions(Effect.LOSE_REPLY);

        assertUnknown(catchThrowable(() -> spark.sql("CALL lake.system.commit()")));

        repair();
        assertThat(RaceSession.state(spark)).isEqualTo(RaceSession.serially(APPEND, "UPDATE b SET n = 0 WHERE id = 1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {APPEND, UPDATE, REPLACE_AS})
    void aCatalogThatIsAwayBeforeTheCommitLeavesNothing(String statement) {
        Map<String, List<String>> before = RaceSession.state(spark);
        faulty.catalog().inject(call -> call == Call.TIP || call == Call.POSITIONS ? Effect.REFUSE : Effect.PASS);

        Throwable told = catchThrowable(() -> spark.sql(statement));

        assertThat(told).isInstanceOf(SluiceException.class).hasMessageContaining("is refused");
        repair();
        assertThat(RaceSession.state(spark)).isEqualTo(before);
        assertThat(orphans()).isEmpty();
    }

    private void refuseTheLog() {
        faulty.storage()
                .inject((call, location) -> location.contains("_delta_log") && call != FaultyStorage.Call.READ
                        ? Effect.REFUSE
                        : Effect.PASS);
    }

    @Test
    void aNewTableWhoseLogCannotBeWrittenLeavesNothing() {
        Map<String, List<String>> before = RaceSession.state(spark);
        refuseTheLog();

        assertThatThrownBy(() -> spark.sql(CREATE_AS))
                .isInstanceOf(SluiceException.class)
                .hasMessageContaining("is refused");

        repair();
        assertThat(RaceSession.state(spark)).isEqualTo(before);
        spark.sql(CREATE_AS);
        assertThat(RaceSession.state(spark)).isEqualTo(RaceSession.serially(CREATE_AS));
    }

    @ParameterizedTest
    @ValueSource(strings = {APPEND, UPDATE, REPLACE_AS})
    void whatTheCatalogHasCountsThoughItCannotBePublishedYet(String statement) {
        refuseTheLog();

        spark.sql(statement);

        repair();
        assertThat(RaceSession.state(spark)).isEqualTo(RaceSession.serially(statement));
    }

    @Test
    void whatCannotBeRemovedDoesNotHideWhyTheStatementFailed() {
        faulty.catalog().inject(call -> call == Call.TIP ? Effect.REFUSE : Effect.PASS);
        faulty.storage().inject((call, location) -> call == FaultyStorage.Call.DELETE ? Effect.REFUSE : Effect.PASS);

        assertThatThrownBy(() -> spark.sql(APPEND)).hasMessageContaining("injected: TIP is refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LOSE_REPLY", "REFUSE"})
    void anEpochWhoseReplyIsLostIsThereOnceWhenTheStreamGoesOn(Effect effect) throws Exception {
        Files.writeString(Files.createDirectory(scratch.resolve("in")).resolve("a.json"), "{\"n\": 1}\n{\"n\": 2}");
        decisions(effect);

        assertThatThrownBy(() -> stream().awaitTermination())
                .isInstanceOf(StreamingQueryException.class)
                .hasMessageContaining("unknown whether it is committed")
                .hasRootCauseMessage(
                        "injected: " + (effect == Effect.REFUSE ? "RATIFY is refused" : "the reply to RATIFY is lost"));

        repair();
        stream().awaitTermination();
        assertThat(SharedSpark.rows(spark, "SELECT * FROM totals ORDER BY n")).containsExactly("[1]", "[2]");
    }

    private StreamingQuery stream() throws TimeoutException {
        return spark.readStream()
                .schema("n BIGINT")
                .json(scratch.resolve("in").toString())
                .writeStream()
                .option("checkpointLocation", scratch.resolve("checkpoint").toString())
                .trigger(Trigger.AvailableNow())
                .toTable("lake.default.totals");
    }
}
