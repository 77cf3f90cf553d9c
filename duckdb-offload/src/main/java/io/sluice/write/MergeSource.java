package io.sluice.write;

import io.sluice.duckdb.ResultColumn;
import io.sluice.duckdb.SqlText;
import io.sluice.sql.ComposedSql;
import io.sluice.sql.WriteStatement.Merge;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a merge's source, read once.
 *
 * @param table the temporary table that has them, and their numbers in the column {@link #NUMBER}
 * @param qualifier what the statement calls the source
 * @param columns of the source, without the number
 */
record MergeSource(String table, String qualifier, List<ResultColumn> columns) {
    static final String NUMBER = "sluice:number";

    static MergeSource read(WriteRun run, Merge merge) {
        ComposedSql sql =
                WriteRun.begin(merge).add("SELECT * FROM ").add(merge.source().reference());
        Query query = run.query(sql, Optional.empty());
        String table = run.keep(
                "SELECT *, row_number() OVER () AS %s FROM (%s)".formatted(SqlText.identifier(NUMBER), query.sql()));
        return new MergeSource(
                table,
                merge.source().qualifier().orElse("sluice:source"),
                query.rows().columns());
    }
}
