package io.sluice.spark.write;

import io.sluice.scan.Predicate;
import io.sluice.scan.ScanTask;
import io.sluice.spark.read.FileNumbers;
import io.sluice.spark.read.MetadataColumns;
import io.sluice.spark.read.RowCondition;
import io.sluice.spark.read.RowsOfFile;
import io.sluice.spark.read.StoredRows;
import io.sluice.spark.types.SparkTypes;
import io.sluice.table.TableMetadata;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The rows that a condition is true for, found by a job of its own. On the driver. */
final class MatchingRows {
    private MatchingRows() {}

    /** Those of some files. */
    static List<RowsOfFile> of(TableMetadata table, Predicate condition, List<ScanTask> files) {
        if (files.isEmpty()) {
            return List.of();
        }
        StructType named = named(table, condition);
        FileNumbers numbers = new FileNumbers();
        Search search = new Search(
                StoredRows.of(
                        table,
                        named.add(MetadataColumns.FILE_NUMBER, DataTypes.LongType, false)
                                .add(MetadataColumns.POSITION, DataTypes.LongType, false),
                        numbers),
                RowCondition.of(condition, named),
                named.size());
        List<StoredRows.Part> parts =
                search.stored().only(files.stream().map(RowsOfFile::allOf).toList());
        List<Map<Long, byte[]>> places = new ArrayList<>(
                JavaSparkContext.fromSparkContext(SparkSession.active().sparkContext())
                        .parallelize(parts, parts.size())
                        .map(search::in)
                        .collect());
        return RowPlaces.located(RowPlaces.union(places), numbers);
    }

    /** The columns that the condition names. */
    private static StructType named(TableMetadata table, Predicate condition) {
        Set<String> paths = MatchingFiles.columns(condition);
        StructType named = new StructType();
        for (StructField column : SparkTypes.structType(table.schema()).fields()) {
            boolean isNamed = paths.stream()
                    .anyMatch(path -> path.equalsIgnoreCase(column.name())
                            || path.regionMatches(
                                    true,
                                    0,
                                    column.name() + ".",
                                    0,
                                    column.name().length() + 1));
            named = isNamed ? named.add(column) : named;
        }
        return named;
    }

    /**
     * What a task does.
     *
     * @param file where the number of the file is in rows, and the position behind it
     */
    private record Search(StoredRows stored, RowCondition condition, int file) implements Serializable {
        HashMap<Long, byte[]> in(StoredRows.Part part) throws IOException {
            RowPlaces places = new RowPlaces();
            stored.forEach(part, row -> {
                if (condition.isTrueFor(row)) {
                    places.add(row.getLong(file), row.getLong(file + 1));
                }
            });
            return new HashMap<>(places.bitmaps());
        }
    }
}
