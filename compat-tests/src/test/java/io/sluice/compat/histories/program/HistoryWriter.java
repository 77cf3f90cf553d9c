package io.sluice.compat.histories.program;

import io.sluice.commit.IsolationLevel;
import io.sluice.compat.histories.model.Ending;
import io.sluice.compat.histories.model.LogText;
import io.sluice.compat.histories.model.Step;
import io.sluice.compat.process.OpenLake;
import io.sluice.duckdb.Cancellation;
import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.error.SluiceException;
import io.sluice.lake.Lake;
import io.sluice.lake.LakeTransaction;
import io.sluice.lake.TransactionOutcome;
import io.sluice.lake.TransactionOutcome.Committed;
import io.sluice.lake.TransactionOutcome.Rejected;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Runs transactions that it invents, one after the other, and logs them, see {@link LogText}. Arguments: lake, the
 * writer's name, seed, how many transactions, the kind of {@link Scripts}, the log, and the tables.
 */
public final class HistoryWriter {
    private static final int LONGEST_THOUGHT_MILLIS = 40;

    private final RandomGenerator random;
    private final Lake lake;
    private final RowFiles files;
    private final OutputStream log;

    private HistoryWriter(RandomGenerator random, Lake lake, RowFiles files, OutputStream log) {
        this.random = random;
        this.lake = lake;
        this.files = files;
        this.log = log;
    }

    public static void main(String[] arguments) throws IOException {
        RandomGenerator random = new SplittableRandom(Long.parseLong(arguments[2]));
        int transactions = Integer.parseInt(arguments[3]);
        Scripts scripts = Scripts.valueOf(arguments[4]);
        List<String> tables = Arrays.asList(arguments).subList(6, arguments.length);
        DuckDbSettings oneThread = new DuckDbSettings(OptionalInt.of(1), OptionalLong.empty(), Optional.empty());
        RandomGenerator faults = new SplittableRandom(random.nextLong());
        try (OutputStream log = new FileOutputStream(arguments[5]);
                Lake lake = OpenLake.at(arguments[0], catalog -> new LossyCatalog(catalog, faults));
                DuckDbSession duckdb = DuckDbSession.open(oneThread, new Cancellation())) {
            HistoryWriter writer = new HistoryWriter(random, lake, new RowFiles(duckdb), log);
            for (int i = 0; i < transactions; i++) {
                String id = arguments[1] + "-" + i;
                writer.run(id, Scripts.level(random), scripts.steps(random, tables, id));
            }
        }
    }

    private void run(String id, IsolationLevel level, List<Step> steps) throws IOException {
        say(LogText.begin(id, level));
        try (LakeTransaction transaction = lake.begin(level, id)) {
            LakeSteps lakeSteps = new LakeSteps(id, transaction, files);
            for (int i = 0; i < steps.size(); i++) {
                say(LogText.did(lakeSteps.run(i, steps.get(i))));
                think();
            }
            Map<String, Long> pins = new TreeMap<>();
            transaction
                    .pins()
                    .tables()
                    .forEach((name, pin) -> pins.put(name.table(), pin.version().number()));
            say(LogText.commit(pins));
            say(LogText.end(commit(transaction)));
        } catch (SluiceException lineIsDown) {
            requireExternal(lineIsDown);
        }
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

    private static Ending commit(LakeTransaction transaction) {
        TransactionOutcome outcome;
        try {
            outcome = transaction.commit();
        } catch (SluiceException beforeAnythingWasOffered) {
            requireExternal(beforeAnythingWasOffered);
            return Ending.rejected(beforeAnythingWasOffered.getMessage());
        }
        if (outcome instanceof Committed committed) {
            return Ending.committed(numbers(committed.versions()));
        }
        return outcome instanceof Rejected rejected
                ? Ending.rejected(rejected.cause().reason().name())
                : Ending.UNKNOWN;
    }

    private static Map<String, Long> numbers(Map<TableName, TableVersion> versions) {
        Map<String, Long> numbers = new TreeMap<>();
        versions.forEach((name, version) -> numbers.put(name.table(), version.number()));
        return numbers;
    }

    private void say(String line) throws IOException {
        log.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        log.flush();
    }
}
