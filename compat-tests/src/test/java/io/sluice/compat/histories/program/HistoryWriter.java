package io.sluice.compat.histories.program;

import io.sluice.catalog.MultiTableCommit.Position;
import io.sluice.commit.AttemptId;
import io.sluice.commit.IsolationLevel;
import io.sluice.compat.histories.model.Ending;
import io.sluice.compat.histories.model.LogText;
import io.sluice.compat.histories.model.Step;
import io.sluice.compat.process.OpenLake;
import io.sluice.compat.spark.program.Sessions;
import io.sluice.duckdb.Cancellation;
import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.error.SluiceException;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeUri;
import io.sluice.session.LakeSource;
import io.sluice.session.SessionSettings;
import io.sluice.session.SqlSession;
import io.sluice.spark.session.SharedLakes;
import io.sluice.table.TableName;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.spark.sql.SparkSession;

/**
 * Runs transactions that it invents, one after the other, and logs them, see {@link LogText}. Arguments: lake, the
 * writer's name, seed, how many transactions, the kind of {@link Scripts}, the {@link EngineKind}, the log, and the
 * tables.
 */
public final class HistoryWriter implements Observer, AutoCloseable {
    private static final int LONGEST_THOUGHT_MILLIS = 40;
    private static final DuckDbSettings ONE_THREAD =
            new DuckDbSettings(OptionalInt.of(1), OptionalLong.empty(), Optional.empty());

    private final RandomGenerator random;
    private final EngineKind engine;
    private final OutputStream log;
    private final Lake lake;
    private final DuckDbSession duckdb = DuckDbSession.open(ONE_THREAD, new Cancellation());
    private final RowFiles files = new RowFiles(duckdb);
    private final SqlSession session;
    private final Optional<SparkSession> spark;
    private Map<TableName, Position> lastLook = Map.of();

    private HistoryWriter(String uri, RandomGenerator random, EngineKind engine, OutputStream log) {
        this.random = random;
        this.engine = engine;
        this.log = log;
        RandomGenerator faults = new SplittableRandom(random.nextLong());
        lake = OpenLake.at(uri, catalog -> new LossyCatalog(catalog, faults, this));
        session = new SqlSession(new OneLake(lake), SessionSettings.DEFAULT, ONE_THREAD, new Cancellation());
        spark = engine == EngineKind.SPARK ? Optional.of(spark(uri)) : Optional.empty();
    }

    private SparkSession spark(String uri) {
        SharedLakes.share(LakeUri.parse(uri), lake);
        return Sessions.builder("local[1]", uri)
                .config("spark.sql.adaptive.enabled", false)
                .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
                .getOrCreate();
    }

    public static void main(String[] arguments) throws IOException {
        RandomGenerator random = new SplittableRandom(Long.parseLong(arguments[2]));
        int transactions = Integer.parseInt(arguments[3]);
        Scripts scripts = Scripts.valueOf(arguments[4]);
        EngineKind engine = EngineKind.valueOf(arguments[5]);
        List<String> tables = Arrays.asList(arguments).subList(7, arguments.length);
        try (OutputStream log = new FileOutputStream(arguments[6]);
                HistoryWriter writer = new HistoryWriter(arguments[0], random, engine, log)) {
            for (int i = 0; i < transactions; i++) {
                String id = arguments[1] + "-" + i;
                writer.run(id, Scripts.level(random), scripts.steps(random, tables, id));
            }
        }
    }

    private void run(String id, IsolationLevel level, List<Step> steps) {
        say(LogText.begin(id, level));
        try (Doing doing = begin(id, level, steps)) {
            for (int i = 0; i < steps.size(); i++) {
                say(LogText.did(doing.run(i, steps.get(i))));
                think();
            }
            say(LogText.commit(doing.pins()));
            say(LogText.end(commit(doing)));
        } catch (SluiceException lineIsDown) {
            requireExternal(lineIsDown);
        }
    }

    /** There is no statement for compaction. */
    private Doing begin(String id, IsolationLevel level, List<Step> steps) {
        if (engine == EngineKind.CORE || steps.get(0) instanceof Step.Compact) {
            return new LakeSteps(id, lake.begin(level, id), files);
        }
        PinnedStates pinned = new PinnedStates(lake, files, () -> lastLook);
        return spark.isPresent()
                ? new SparkSteps(id, level, spark.get(), pinned)
                : new SqlSteps(id, level, session, pinned);
    }

    /** Time for others to commit. */
    private void think() {
        try {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_THOUGHT_MILLIS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What cannot be asked for is not done; any other failure ends the program. */
    private static void requireExternal(SluiceException failure) {
        if (failure.kind() != SluiceException.Kind.EXTERNAL) {
            throw failure;
        }
    }

    /** A failure, unlike an outcome, says that nothing was offered. */
    private static Ending commit(Doing doing) {
        try {
            return doing.commit();
        } catch (SluiceException beforeAnythingWasOffered) {
            requireExternal(beforeAnythingWasOffered);
            return Ending.rejected(beforeAnythingWasOffered.getMessage());
        }
    }

    @Override
    public void looked(Map<TableName, Position> positions) {
        lastLook = positions;
    }

    @Override
    public void offers(AttemptId attempt) {
        say(LogText.offer(attempt));
    }

    private void say(String line) {
        try {
            log.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            log.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        spark.ifPresent(SparkSession::stop);
        session.close();
        duckdb.close();
        lake.close();
    }

    /** A lake that is open already. */
    private record OneLake(Lake lake) implements LakeSource {
        @Override
        public Optional<Lake> existing() {
            return Optional.of(lake);
        }

        @Override
        public Lake made() {
            return lake;
        }
    }
}
