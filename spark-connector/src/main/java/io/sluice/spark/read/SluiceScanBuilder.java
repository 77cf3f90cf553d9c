package io.sluice.spark.read;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.spark.session.PinnedTable;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** Plans a read of one pinned table. */
public final class SluiceScanBuilder implements ScanBuilder {
    private final PinnedTable table;

    /**
     * @param table the state to read; the scan says what it reads by {@link PinnedTable#readRows}
     * @param options of the read, as the user gave them
     */
    public SluiceScanBuilder(PinnedTable table, CaseInsensitiveStringMap options) {
        this.table = requireNonNull(table, "table");
        requireNonNull(options, "options");
    }

    @Override
    public Scan build() {
        throw SluiceException.user("reading table %s from Spark is not supported yet".formatted(table.name()));
    }
}
