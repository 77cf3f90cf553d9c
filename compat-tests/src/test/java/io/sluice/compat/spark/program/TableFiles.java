package io.sluice.compat.spark.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The data files of a lake in a folder, by their names, whether or not a table has them. */
public final class TableFiles {
    private TableFiles() {}

    /** All that lie anywhere in the lake. */
    public static Set<String> onDisk(Path lake) {
        try (Stream<Path> files = Files.walk(lake)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("part-.*\\.parquet"))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those that have rows of a table's last state. */
    public static Set<String> ofTable(SparkSession spark, String table) {
        return spark.sql("SELECT DISTINCT _file FROM " + table).collectAsList().stream()
                .map((Row row) -> Path.of(row.getString(0)).getFileName().toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
