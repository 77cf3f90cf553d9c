package io.sluice.compat.histories.program;

import io.sluice.compat.histories.model.KeyRange;
import io.sluice.compat.histories.model.Step;
import io.sluice.compat.histories.model.Step.Append;
import io.sluice.compat.histories.model.Step.Delete;
import io.sluice.compat.histories.model.Step.Increase;
import io.sluice.compat.histories.model.Step.Look;
import io.sluice.compat.histories.model.Step.Merge;
import io.sluice.compat.histories.model.Step.Total;
import io.sluice.compat.histories.model.Step.Widen;
import io.sluice.duckdb.SqlText;
import java.util.Map;
import java.util.stream.Collectors;

/** Steps as statements. */
final class StepSql {
    private StepSql() {}

    static String of(Step step, String stamp) {
        String table = LakeSteps.name(step.looksAt()).toString();
        String mark = SqlText.literal(stamp);
        if (step instanceof Look look) {
            return "SELECT k, v, s FROM " + table + where(look.keys());
        } else if (step instanceof Append append) {
            return "INSERT INTO %s (k, v, s) SELECT k, v, %s FROM (VALUES %s) AS new(k, v)"
                    .formatted(table, mark, values(append.rows()));
        } else if (step instanceof Delete delete) {
            String further =
                    delete.remainder() < 0 ? "" : " AND ((v %% 3) + 3) %% 3 = %d".formatted(delete.remainder());
            return "DELETE FROM " + table + where(delete.keys()) + further;
        } else if (step instanceof Increase increase) {
            return "UPDATE %s SET v = v + %d, s = %s%s".formatted(table, increase.by(), mark, where(increase.keys()));
        } else if (step instanceof Merge merge) {
            return ("MERGE INTO %s AS t USING (SELECT * FROM (VALUES %s) AS u(k, v)) AS u ON t.k = u.k"
                            + " WHEN MATCHED THEN UPDATE SET v = t.v + u.v, s = %s"
                            + " WHEN NOT MATCHED THEN INSERT (k, v, s) VALUES (u.k, u.v, %s)")
                    .formatted(table, values(merge.source()), mark, mark);
        } else if (step instanceof Total total) {
            return "INSERT INTO %s (k, v, s) SELECT %d, coalesce(sum(v), 0)::BIGINT, %s FROM %s%s"
                    .formatted(LakeSteps.name(total.changes()), total.key(), mark, table, where(total.keys()));
        } else if (step instanceof Widen widen) {
            return "ALTER TABLE %s ADD COLUMN %s BIGINT".formatted(table, widen.column());
        }
        throw new IllegalArgumentException("there is no statement for " + step);
    }

    private static String where(KeyRange keys) {
        return keys.equals(KeyRange.ALL) ? "" : " WHERE k >= %d AND k < %d".formatted(keys.from(), keys.to());
    }

    private static String values(Map<Long, Long> rows) {
        return rows.entrySet().stream()
                .map(row -> "(%d::BIGINT, %d::BIGINT)".formatted(row.getKey(), row.getValue()))
                .collect(Collectors.joining(", "));
    }
}
