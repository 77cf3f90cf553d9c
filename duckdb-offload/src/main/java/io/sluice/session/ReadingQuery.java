package io.sluice.session;

import io.sluice.duckdb.SqlText;
import io.sluice.sql.ComposedSql;
import io.sluice.sql.TargetTable;
import io.sluice.sql.WriteStatement;
import io.sluice.sql.WriteStatement.Delete;
import io.sluice.sql.WriteStatement.Insert;
import io.sluice.sql.WriteStatement.Match;
import io.sluice.sql.WriteStatement.Merge;
import io.sluice.sql.WriteStatement.MergeKey;
import io.sluice.sql.WriteStatement.Truncate;
import io.sluice.sql.WriteStatement.Update;

/** The query that tells what a statement that changes rows reads, for people who want to see its plan. */
final class ReadingQuery implements WriteStatement.Visitor<ComposedSql> {
    private final ComposedSql sql;

    private ReadingQuery(ComposedSql sql) {
        this.sql = sql;
    }

    /** Adds the query after what is there. */
    static ComposedSql add(ComposedSql sql, WriteStatement statement) {
        statement.with().ifPresent(sql::add);
        return statement.accept(new ReadingQuery(sql));
    }

    @Override
    public ComposedSql insert(Insert insert) {
        return sql.add("SELECT * FROM (").add(insert.rows().query()).add(")");
    }

    @Override
    public ComposedSql update(Update update) {
        sql.add("SELECT ");
        update.assignments()
                .forEach(assignment -> sql.add("(").add(assignment.value()).add("), "));
        sql.add(SqlText.identifier(update.target().qualifier()) + ".* FROM " + target(update.target()));
        update.from().ifPresent(from -> sql.add(", ").add(from));
        update.where().ifPresent(where -> sql.add(" WHERE (").add(where).add(")"));
        return sql;
    }

    @Override
    public ComposedSql delete(Delete delete) {
        sql.add("SELECT %s.* FROM %s"
                .formatted(SqlText.identifier(delete.target().qualifier()), target(delete.target())));
        delete.using().ifPresent(using -> sql.add(", ").add(using));
        delete.where().ifPresent(where -> sql.add(" WHERE (").add(where).add(")"));
        return sql;
    }

    @Override
    public ComposedSql truncate(Truncate truncate) {
        return sql.add("SELECT * FROM " + target(truncate.target()));
    }

    @Override
    public ComposedSql merge(Merge merge) {
        boolean inserts = has(merge, Match.NOT_MATCHED_BY_TARGET);
        boolean all = has(merge, Match.NOT_MATCHED_BY_SOURCE);
        String join = inserts && all ? "FULL" : inserts ? "RIGHT" : all ? "LEFT" : "INNER";
        sql.add("SELECT * FROM %s %s JOIN ".formatted(target(merge.target()), join))
                .add(merge.source().reference());
        if (merge.key() instanceof MergeKey.On on) {
            return sql.add(" ON (").add(on.condition()).add(")");
        }
        String columns = String.join(
                ", ",
                ((MergeKey.Using) merge.key())
                        .columns().stream()
                                .map(column -> SqlText.identifier(column.simple()))
                                .toList());
        return sql.add(" USING (" + columns + ")");
    }

    private static boolean has(Merge merge, Match match) {
        return merge.clauses().stream().anyMatch(clause -> clause.match() == match);
    }

    private static String target(TargetTable table) {
        return "%s.%s AS %s"
                .formatted(
                        SqlText.identifier(table.name().namespace().value()),
                        SqlText.identifier(table.name().table()),
                        SqlText.identifier(table.qualifier()));
    }
}
