package io.sluice.spark.write;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.List;

/**
 * A column of files that statistics are kept of.
 *
 * @param physical its path in the Parquet schema
 * @param path its dotted path in the table's schema
 */
public record StatisticsColumn(List<String> physical, String path) implements Serializable {
    private static final long serialVersionUID = 1L;

    public StatisticsColumn {
        physical = List.copyOf(physical);
        requireNonNull(path, "path");
    }
}
