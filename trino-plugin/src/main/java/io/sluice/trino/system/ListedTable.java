package io.sluice.trino.system;

import static java.util.Objects.requireNonNull;

import io.trino.spi.Page;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.FixedPageSource;
import io.trino.spi.connector.SystemTable;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.type.Type;
import io.trino.spi.type.TypeUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A table whose rows are listed when they are asked for.
 *
 * @param rows with one value for each column, in Trino's native representation
 */
record ListedTable(ConnectorTableMetadata described, Supplier<List<List<Object>>> rows) implements SystemTable {
    private static final int ROWS_OF_PAGE = 4096;

    ListedTable {
        requireNonNull(described, "described");
        requireNonNull(rows, "rows");
    }

    @Override
    public Distribution getDistribution() {
        return Distribution.SINGLE_COORDINATOR;
    }

    @Override
    public ConnectorTableMetadata getTableMetadata() {
        return described;
    }

    @Override
    public ConnectorPageSource pageSource(
            ConnectorTransactionHandle transaction, ConnectorSession session, TupleDomain<Integer> constraint) {
        List<Type> types =
                described.getColumns().stream().map(ColumnMetadata::getType).toList();
        List<List<Object>> all = rows.get();
        List<Page> pages = new ArrayList<>();
        for (int from = 0; from < all.size(); from += ROWS_OF_PAGE) {
            pages.add(page(types, all.subList(from, Math.min(all.size(), from + ROWS_OF_PAGE))));
        }
        return new FixedPageSource(pages);
    }

    private static Page page(List<Type> types, List<List<Object>> rows) {
        List<BlockBuilder> builders = new ArrayList<>();
        types.forEach(type -> builders.add(type.createBlockBuilder(null, rows.size())));
        for (List<Object> row : rows) {
            for (int column = 0; column < types.size(); column++) {
                TypeUtils.writeNativeValue(types.get(column), builders.get(column), row.get(column));
            }
        }
        return new Page(rows.size(), builders.stream().map(BlockBuilder::build).toArray(Block[]::new));
    }
}
