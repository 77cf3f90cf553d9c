package io.sluice.compat.trino;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.commit.IsolationLevel;
import io.sluice.compat.judge.Canonical;
import io.sluice.compat.judge.CommittedTable;
import io.sluice.compat.judge.KernelJudge;
import io.sluice.compat.process.OpenLake;
import io.sluice.compat.spark.Writer;
import io.sluice.lake.Lake;
import io.sluice.table.TableName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Money goes from accounts of one table to accounts of another, and a third table keeps the slips: by two servers of
 * Trino, by Spark and by Sluice's own SQL, all at once.
 */
class TransfersTest {
    private static final Duration SHORTEST_DAY = Duration.ofSeconds(15);
    private static final Duration LONGEST_DAY = Duration.ofMinutes(3);
    /** The day is not over before every teller has done so many. */
    private static final int LEAST_TRANSFERS = 3;

    private static final int LONGEST_PAUSE_MILLIS = 500;
    /** In overtime, who has done enough makes room for tellers who are slow. */
    private static final int LONGEST_BREAK_MILLIS = 8000;

    private static final int ACCOUNTS = 16;
    private static final long FIRST = 100;
    private static final String REJECTED =
            "(?s).*transfers\\.[abs]: .*, by version \\d+ \\([A-Z ]+ by sluice/[^ ]+ \\((trino 483|spark 4[^)]*|duckdb)\\) at .*";

    private record Slip(String id, long payer, long payee, long amount) {}

    private final Queue<Slip> done = new ConcurrentLinkedQueue<>();
    private final Queue<String> rejections = new ConcurrentLinkedQueue<>();
    private final Queue<List<Long>> audits = new ConcurrentLinkedQueue<>();
    private Instant begin;

    @Test
    void noMoneyIsMadeOrLost() throws Exception {
        String lake = SharedTrino.lake().toString();
        try (TrinoClient first = SharedTrino.connect();
                TrinoClient second = TrinoClient.of(SharedTrino.second());
                TrinoClient auditor = TrinoClient.of(SharedTrino.second());
                Writer.Spark spark = Writer.Spark.in(lake);
                Writer.Sql sql = Writer.Sql.in(lake);
                Writer.Sql checker = Writer.Sql.in(lake)) {
            makeTables(checker);
            Map<String, Writer> tellers = Map.of("first", first, "second", second, "spark", spark, "sql", sql);
            begin = Instant.now();
            work(tellers, List.of(auditor, checker));

            System.out.println("transfers by teller: "
                    + done.stream()
                            .collect(Collectors.groupingBy(
                                    slip -> slip.id().replaceAll("-.*", ""), TreeMap::new, Collectors.counting()))
                    + ", rejected: " + rejections.size() + ", audits: " + audits.size());
            assertThat(audits).hasSizeGreaterThan(4).allSatisfy(sums -> {
                assertThat(sums.get(0) + sums.get(2)).isEqualTo(ACCOUNTS * FIRST);
                assertThat(sums.get(1) - sums.get(2)).isEqualTo(ACCOUNTS * FIRST);
            });
            assertThat(rejections)
                    .isNotEmpty()
                    .allSatisfy(text -> assertThat(text).matches(REJECTED));
            assertThat(tellers.keySet()).allMatch(this::hasDoneEnough);
            for (Writer reader : List.of(first, second, spark, sql)) {
                assertBooks(reader);
            }
            assertHistory(checker);
        }
        assertKernelReads(lake);
    }

    private static void makeTables(Writer sql) {
        sql.run("CREATE TABLE transfers.a (id BIGINT, n BIGINT); CREATE TABLE transfers.b (id BIGINT, n BIGINT);"
                + " CREATE TABLE transfers.s (id STRING, payer BIGINT, payee BIGINT, amount BIGINT)");
        for (String table : List.of("a", "b")) {
            sql.run("INSERT INTO transfers.%s SELECT i, %d FROM range(%d) AS r(i)".formatted(table, FIRST, ACCOUNTS));
        }
    }

    private void work(Map<String, Writer> tellers, List<Writer> auditors) {
        Predicate<Instant> isOver = now -> now.isAfter(begin.plus(LONGEST_DAY))
                || (now.isAfter(begin.plus(SHORTEST_DAY))
                        && tellers.keySet().stream().allMatch(this::hasDoneEnough));
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<CompletableFuture<Void>> running = new ArrayList<>();
            tellers.forEach((name, writer) ->
                    running.add(CompletableFuture.runAsync(() -> transfer(name, writer, isOver), threads)));
            auditors.forEach(writer -> running.add(CompletableFuture.runAsync(() -> audit(writer, isOver), threads)));
            running.forEach(CompletableFuture::join);
        } finally {
            threads.shutdownNow();
        }
    }

    private boolean hasDoneEnough(String teller) {
        return done.stream().filter(slip -> slip.id().startsWith(teller)).count() >= LEAST_TRANSFERS;
    }

    private void transfer(String name, Writer teller, Predicate<Instant> isOver) {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        for (int i = 0; !isOver.test(Instant.now()); i++) {
            Slip slip = new Slip(
                    name + "-" + i, random.nextInt(ACCOUNTS), random.nextInt(ACCOUNTS), 1L + random.nextInt(20));
            teller.begin(i % 2 == 0 ? IsolationLevel.SERIALIZABLE : IsolationLevel.WRITE_SERIALIZABLE);
            teller.run("UPDATE transfers.a SET n = n - %d WHERE id = %d".formatted(slip.amount(), slip.payer()));
            teller.run("UPDATE transfers.b SET n = n + %d WHERE id = %d".formatted(slip.amount(), slip.payee()));
            teller.run("INSERT INTO transfers.s VALUES ('%s', %d, %d, %d)"
                    .formatted(slip.id(), slip.payer(), slip.payee(), slip.amount()));
            Optional<String> rejected = teller.commit();
            rejected.ifPresentOrElse(rejections::add, () -> done.add(slip));
            boolean makesRoom = hasDoneEnough(name) && Instant.now().isAfter(begin.plus(SHORTEST_DAY));
            int longest = makesRoom ? LONGEST_BREAK_MILLIS : LONGEST_PAUSE_MILLIS;
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(longest)));
        }
    }

    private void audit(Writer auditor, Predicate<Instant> isOver) {
        while (!isOver.test(Instant.now())) {
            auditor.begin(IsolationLevel.WRITE_SERIALIZABLE);
            List<Long> sums = new ArrayList<>();
            for (String sum : List.of("sum(n) FROM transfers.a", "sum(n) FROM transfers.b")) {
                sums.add(number(auditor.run("SELECT " + sum)));
            }
            sums.add(number(auditor.run("SELECT coalesce(sum(amount), 0) FROM transfers.s")));
            assertThat(auditor.commit()).isEmpty();
            audits.add(sums);
        }
    }

    private static long number(List<String> rows) {
        assertThat(rows).hasSize(1);
        return Long.parseLong(rows.get(0).replaceAll("[\\[\\]]", ""));
    }

    /** Every transfer that was acknowledged is there once, no other is, and the accounts agree. */
    private void assertBooks(Writer reader) {
        assertThat(reader.run("SELECT id, payer, payee, amount FROM transfers.s"))
                .containsExactlyInAnyOrderElementsOf(done.stream()
                        .map(slip -> "[%s,%d,%d,%d]".formatted(slip.id(), slip.payer(), slip.payee(), slip.amount()))
                        .toList());
        balances()
                .forEach((table, rows) -> assertThat(reader.run("SELECT id, n FROM transfers." + table))
                        .as("%s as %s has it", table, reader)
                        .containsExactlyInAnyOrderElementsOf(rows.stream()
                                .map(row -> "[%s,%s]".formatted(row.get(0), row.get(1)))
                                .toList()));
    }

    private Map<String, List<List<Object>>> balances() {
        long[] a = LongStream.generate(() -> FIRST).limit(ACCOUNTS).toArray();
        long[] b = a.clone();
        for (Slip slip : done) {
            a[(int) slip.payer()] -= slip.amount();
            b[(int) slip.payee()] += slip.amount();
        }
        return new TreeMap<>(Map.of("a", rows(a), "b", rows(b)));
    }

    private static List<List<Object>> rows(long[] balances) {
        return LongStream.range(0, balances.length)
                .mapToObj(id -> List.<Object>of(id, balances[(int) id]))
                .toList();
    }

    /** Each transfer is one version of each table, and each version has one slip more than the one before. */
    private void assertHistory(Writer.Sql sql) {
        Map.of("a", 2, "b", 2, "s", 1).forEach((table, before) -> {
            assertThat(sql.versions("transfers." + table))
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.range(0, before + done.size()).boxed().toList());
        });
        for (long version = 0; version <= done.size(); version++) {
            assertThat(number(sql.run("SELECT count(*) FROM transfers.s AT (VERSION => %d)".formatted(version))))
                    .isEqualTo(version);
        }
    }

    private void assertKernelReads(String uri) {
        try (Lake lake = OpenLake.at(uri)) {
            balances()
                    .forEach((table, rows) -> assertThat(
                                    new KernelJudge(CommittedTable.of(lake, TableName.of("transfers", table)))
                                            .latest()
                                            .rows())
                            .isEqualTo(Canonical.rows(rows)));
        }
    }
}
