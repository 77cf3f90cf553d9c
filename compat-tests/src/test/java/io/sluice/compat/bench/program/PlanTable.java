package io.sluice.compat.bench.program;

import io.sluice.compat.process.OpenLake;
import io.sluice.lake.Lake;
import io.sluice.scan.Predicate;
import io.sluice.scan.Predicate.Comparison;
import io.sluice.scan.Predicate.Operator;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Values;

/**
 * Plans reads of the events table and prints, in milliseconds: opening the lake and planning the first read; then, a
 * few times, loading the last state and planning again, of every file and of one day. Arguments: lake, day, rounds.
 */
public final class PlanTable {
    private PlanTable() {}

    public static void main(String[] arguments) {
        long begin = System.nanoTime();
        int rounds = Integer.parseInt(arguments[2]);
        Predicate oneDay = new Comparison(
                Events.PARTITION_COLUMN,
                Operator.EQUAL,
                Values.parse(Primitive.DATE, arguments[1]).orElseThrow());
        try (Lake lake = OpenLake.at(arguments[0])) {
            var table = lake.table(Events.NAME);
            int files = table.snapshot().plan(Predicate.ALL).tasks().size();
            print("first", files, begin);
            for (int round = 0; round < rounds; round++) {
                begin = System.nanoTime();
                print("again", table.snapshot().plan(Predicate.ALL).tasks().size(), begin);
                begin = System.nanoTime();
                print("day", table.snapshot().plan(oneDay).tasks().size(), begin);
            }
        }
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        System.out.printf("heap %d%n", runtime.totalMemory() - runtime.freeMemory());
    }

    private static void print(String what, int files, long begin) {
        System.out.printf("%s %d %.1f%n", what, files, (System.nanoTime() - begin) / 1e6);
    }
}
