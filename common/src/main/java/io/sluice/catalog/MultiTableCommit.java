package io.sluice.catalog;

import io.sluice.commit.JointTarget;
import io.sluice.table.TableName;
import io.sluice.table.TableVersion;
import java.util.Map;

/**
 * A catalog that commits to several tables atomically, and shows all tables as of one moment. An ability that a catalog
 * has or has not: ask with {@code instanceof}.
 */
public interface MultiTableCommit extends JointTarget {
    /** Every table with its last version, from one consistent look: of each transaction all or nothing is seen. */
    Map<TableName, Position> positions();

    /** A table and its last version. */
    record Position(CatalogTable table, TableVersion version) {}
}
