package io.sluice.compat.bench.program;

import java.util.List;

/** Whose tables statements run on, in one Spark session. */
enum Contender {
    SLUICE("lake", ""),
    DELTA("spark_catalog", "USING delta TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')"),
    ICEBERG(
            "ice",
            "USING iceberg TBLPROPERTIES ('format-version' = '3', 'write.delete.mode' = 'merge-on-read', "
                    + "'write.update.mode' = 'merge-on-read', 'write.merge.mode' = 'merge-on-read')");

    private static final String NAMESPACE = "bench";
    private static final List<Contender> ALL = List.of(values());

    private final String catalog;
    private final String clauses;

    Contender(String catalog, String clauses) {
        this.catalog = catalog;
        this.clauses = clauses;
    }

    /** All of them, another one first in each round. */
    static List<Contender> inTurn(int round) {
        int first = round % ALL.size();
        return List.of(ALL.get(first), ALL.get((first + 1) % ALL.size()), ALL.get((first + 2) % ALL.size()));
    }

    String catalog() {
        return catalog;
    }

    /** Where its tables are. */
    String namespace() {
        return catalog + "." + NAMESPACE;
    }

    /** The table of that name in SQL. */
    String table(String name) {
        return namespace() + "." + name;
    }

    /** A statement that makes a table whose changed rows are marked beside their files. */
    String creation(String name, String columns) {
        return "CREATE TABLE %s (%s) %s".formatted(table(name), columns, clauses);
    }
}
