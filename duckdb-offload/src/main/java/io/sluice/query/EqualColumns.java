package io.sluice.query;

import io.sluice.duckdb.DuckDbSession;
import io.sluice.duckdb.SqlText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Two columns that a condition wants to be equal, as the condition names them.
 *
 * @param left the parts of {@code a.b}, unquoted
 */
public record EqualColumns(List<String> left, List<String> right) {
    public EqualColumns {
        left = List.copyOf(left);
        right = List.copyOf(right);
    }

    /** The pairs without which the condition is not true; those that are not plain columns are left out. */
    public static List<EqualColumns> in(DuckDbSession session, String condition) {
        List<EqualColumns> pairs = new ArrayList<>();
        String call = "SELECT json_serialize_sql(%s)".formatted(SqlText.literal("SELECT " + condition));
        for (String json : session.query(call, row -> row.text(1))) {
            try {
                Object statement = PlanTree.list(PlanTree.parse(json), "statements");
                Object node = PlanTree.member(((List<?>) statement).get(0), "node");
                collect(PlanTree.list(node, "select_list").get(0), pairs);
            } catch (IOException | IndexOutOfBoundsException notUnderstood) {
                return List.of();
            }
        }
        return pairs;
    }

    private static void collect(Object condition, List<EqualColumns> pairs) {
        String type = PlanTree.text(condition, "type");
        if (type.equals("CONJUNCTION_AND")) {
            PlanTree.list(condition, "children").forEach(part -> collect(part, pairs));
        } else if (type.equals("COMPARE_EQUAL")) {
            List<String> left = names(PlanTree.member(condition, "left"));
            List<String> right = names(PlanTree.member(condition, "right"));
            if (!left.isEmpty() && !right.isEmpty()) {
                pairs.add(new EqualColumns(left, right));
            }
        }
    }

    private static List<String> names(Object tree) {
        return PlanTree.text(tree, "type").equals("COLUMN_REF")
                ? PlanTree.list(tree, "column_names").stream()
                        .map(String::valueOf)
                        .toList()
                : List.of();
    }
}
