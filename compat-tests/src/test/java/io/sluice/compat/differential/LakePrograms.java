package io.sluice.compat.differential;

import io.sluice.compat.judge.Canonical;
import io.sluice.compat.judge.CommittedTable;
import io.sluice.compat.judge.KernelJudge;
import io.sluice.compat.judge.SqlValues;
import io.sluice.compat.process.OpenLake;
import io.sluice.compat.process.OpenSession;
import io.sluice.duckdb.DuckDbSettings;
import io.sluice.duckdb.RowSink;
import io.sluice.lake.Lake;
import io.sluice.table.Field;
import io.sluice.table.TableName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** Runs programs one after the other in one lake, and shows Delta Kernel what each of them has left. */
final class LakePrograms implements AutoCloseable {
    private static final String NAMESPACE = "d";

    private final Lake lake;
    private final List<Ending> endings = new ArrayList<>();
    private final UnaryOperator<TestedSession> around;
    private TestedSession tested;
    private PlainTables plain;

    /**
     * What a program has left.
     *
     * @param rows as other readers of the format have to find them
     */
    record Ending(long seed, TableName table, CommittedTable committed, List<String> rows) {}

    /** @param around puts something between the programs and the session */
    LakePrograms(Path folder, UnaryOperator<TestedSession> around) {
        this.around = around;
        this.lake = OpenLake.at(folder.toString());
        begin();
    }

    private void begin() {
        DuckDbSettings engine = new DuckDbSettings(OptionalInt.of(1), OptionalLong.empty(), Optional.empty());
        tested = around.apply(new Tested(lake, OpenSession.over(lake, engine)));
        plain = new PlainTables(NAMESPACE);
    }

    /** Runs the program of a seed; empty if all was right, else what was not. */
    Optional<String> run(long seed) {
        try {
            Map<String, List<List<Object>>> end = new ProgramRun(seed, NAMESPACE, tested, plain).run();
            List<Ending> left = new ArrayList<>();
            end.forEach((table, rows) -> left.add(ending(seed, TableName.parse(table), rows)));
            left.forEach(LakePrograms::requireSameByKernel);
            endings.addAll(left);
            return Optional.empty();
        } catch (AssertionError difference) {
            tested.close();
            plain.close();
            begin();
            return Optional.of(difference.getMessage());
        }
    }

    private Ending ending(long seed, TableName table, List<List<Object>> rows) {
        List<Field> columns = lake.table(table).snapshot().metadata().schema().columns();
        List<String> expected = rows.stream()
                .map(row -> Canonical.row(SqlValues.row(columns, row)))
                .sorted()
                .toList();
        return new Ending(seed, table, CommittedTable.of(lake, table), expected);
    }

    private static void requireSameByKernel(Ending ending) {
        List<String> found;
        try {
            found = new KernelJudge(ending.committed()).latest().rows();
        } catch (RuntimeException failure) {
            throw new AssertionError(
                    "seed %d: Delta Kernel cannot read %s: %s".formatted(ending.seed(), ending.table(), failure),
                    failure);
        }
        if (!found.equals(ending.rows())) {
            throw new AssertionError("seed %d: Delta Kernel reads %s%nexpected %s%ngot      %s"
                    .formatted(ending.seed(), ending.table(), ending.rows(), found));
        }
    }

    /** What the programs have left so far. */
    List<Ending> endings() {
        return endings;
    }

    @Override
    public void close() {
        tested.close();
        plain.close();
        lake.close();
    }

    private record Tested(Lake lake, OpenSession session) implements TestedSession {
        @Override
        public void run(String sql, RowSink sink) {
            session.run(sql, sink);
        }

        @Override
        public long version(String table) {
            return lake.table(TableName.parse(table)).current().version().number();
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
