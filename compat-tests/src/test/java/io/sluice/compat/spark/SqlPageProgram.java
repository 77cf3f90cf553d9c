package io.sluice.compat.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Runs the statements of a page in Spark, in a process of its own: {@code SqlPageProgram SCRIPT LAKE_URI}. Prints each
 * statement with what it answers below it, as comments of SQL or Java.
 */
public final class SqlPageProgram {
    private SqlPageProgram() {}

    public static void main(String[] arguments) throws IOException {
        String script = Files.readString(Path.of(arguments[0]));
        try (SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .appName("examples")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.extensions", "io.sluice.spark.SluiceExtensions")
                .config("spark.sql.catalog.lake", "io.sluice.spark.SluiceCatalog")
                .config("spark.sql.catalog.lake.lake", arguments[1])
                .getOrCreate()) {
            for (String statement : SqlPage.statements(script)) {
                if (statement.startsWith(SqlPage.JAVA)) {
                    System.out.println(statement);
                    System.out.print(JavaExample.answer(spark, statement));
                } else {
                    System.out.println(statement + ";");
                    System.out.print(answer(spark, statement));
                }
            }
        }
    }

    private static String answer(SparkSession spark, String statement) {
        StringBuilder answer = new StringBuilder();
        try {
            for (Row row : spark.sql(statement).collectAsList()) {
                answer.append(SqlPage.ANSWER).append(row.mkString(" | ")).append('\n');
            }
        } catch (Exception refused) { // Scala throws checked exceptions that it does not declare.
            answer.append(SqlPage.ANSWER).append(refusal(refused));
        }
        return answer.toString();
    }

    static String refusal(Throwable refused) {
        return "refused: " + refused.getMessage().lines().findFirst().orElse("") + "\n";
    }
}
