package io.sluice.spark.read;

import org.apache.spark.sql.connector.catalog.MetadataColumn;

/** The columns that scans can add to those of the table. */
public final class MetadataColumns {
    private MetadataColumns() {}

    public static MetadataColumn[] all() {
        return new MetadataColumn[0];
    }
}
