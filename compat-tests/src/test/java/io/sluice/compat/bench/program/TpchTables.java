package io.sluice.compat.bench.program;

import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/** The data of TPC-H at scale factor 1, and its queries. */
public final class TpchTables {
    private static final int SCALE = 1;
    private static final int PARTS = 4;
    private static final int QUERIES = 22;
    /** The generator does not divide them. */
    private static final Set<String> FEW_ROWS = Set.of("nation", "region");

    private static final String MONEY = "DECIMAL(15,2)";

    private TpchTables() {}

    /** The columns of all tables. */
    static Map<String, String> columns() {
        Map<String, String> tables = new LinkedHashMap<>();
        tables.put("region", "r_regionkey BIGINT, r_name STRING, r_comment STRING");
        tables.put("nation", "n_nationkey BIGINT, n_name STRING, n_regionkey BIGINT, n_comment STRING");
        tables.put(
                "supplier",
                "s_suppkey BIGINT, s_name STRING, s_address STRING, s_nationkey BIGINT, s_phone STRING, s_acctbal "
                        + MONEY + ", s_comment STRING");
        tables.put(
                "part",
                "p_partkey BIGINT, p_name STRING, p_mfgr STRING, p_brand STRING, p_type STRING, p_size INT, p_container STRING, p_retailprice "
                        + MONEY + ", p_comment STRING");
        tables.put(
                "partsupp",
                "ps_partkey BIGINT, ps_suppkey BIGINT, ps_availqty INT, ps_supplycost " + MONEY
                        + ", ps_comment STRING");
        tables.put(
                "customer",
                "c_custkey BIGINT, c_name STRING, c_address STRING, c_nationkey BIGINT, c_phone STRING, c_acctbal "
                        + MONEY + ", c_mktsegment STRING, c_comment STRING");
        tables.put(
                "orders",
                "o_orderkey BIGINT, o_custkey BIGINT, o_orderstatus STRING, o_totalprice " + MONEY
                        + ", o_orderdate DATE, o_orderpriority STRING, o_clerk STRING, o_shippriority INT, o_comment STRING");
        tables.put(
                "lineitem",
                ("l_orderkey BIGINT, l_partkey BIGINT, l_suppkey BIGINT, l_linenumber INT, l_quantity %1$s, l_extendedprice %1$s,"
                                + " l_discount %1$s, l_tax %1$s, l_returnflag STRING, l_linestatus STRING, l_shipdate DATE, l_commitdate DATE,"
                                + " l_receiptdate DATE, l_shipinstruct STRING, l_shipmode STRING, l_comment STRING")
                        .formatted(MONEY));
        return tables;
    }

    /** Generates those tables, as Parquet, that are not in the folder yet. */
    static void generate(SparkSession spark, Path folder) {
        columns().forEach((name, columns) -> {
            Path table = folder.resolve(name);
            if (Files.notExists(table.resolve("_SUCCESS"))) {
                int parts = FEW_ROWS.contains(name) ? 1 : PARTS;
                Dataset<String> lines = spark.range(0, parts, 1, parts)
                        .flatMap((FlatMapFunction<Long, String>) part -> lines(name, part, parts), Encoders.STRING());
                spark.read()
                        .schema(columns)
                        .option("sep", "|")
                        .csv(lines)
                        .write()
                        .mode("overwrite")
                        .parquet(table.toString());
            }
        });
    }

    private static Iterator<String> lines(String table, long part, int parts) {
        Iterator<? extends TpchEntity> rows = TpchTable.getTable(table)
                .createGenerator(SCALE, (int) part + 1, parts)
                .iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public String next() {
                String line = rows.next().toLine();
                return line.substring(0, line.length() - 1);
            }
        };
    }

    /** The queries by their names, for a session whose current namespace has the tables. */
    public static Map<String, String> queries() throws IOException {
        Map<String, String> queries = new LinkedHashMap<>();
        for (int number = 1; number <= QUERIES; number++) {
            String name = "q" + number;
            try (InputStream text = TpchTable.class.getResourceAsStream("queries/" + name + ".sql")) {
                queries.put(name, asOneStatement(new String(text.readAllBytes(), StandardCharsets.UTF_8)));
            }
        }
        return queries;
    }

    /** As Spark writes it: decimals are plain numbers, and the view that query 15 makes is a part of it. */
    private static String asOneStatement(String text) {
        String query = text.replaceAll("decimal '([0-9.]+)'", "$1").replaceFirst(";\\s*$", "");
        return query.contains("CREATE OR REPLACE VIEW")
                ? query.replace("CREATE OR REPLACE VIEW revenue AS", "WITH revenue AS (")
                        .replaceFirst(";\\s+SELECT", ") SELECT")
                : query;
    }
}
