package io.sluice.spark;

import io.sluice.error.SluiceException;
import io.sluice.spark.read.ChangeFeedTable;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.connector.catalog.CatalogV2Util;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.SupportsCatalogOptions;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * {@code format("sluice")}. What is loaded or saved is named by {@link SourceName}: {@code namespace.table} of the one
 * catalog that is configured, or a table of any lake.
 *
 * <p>Options: {@code lake} (URI of the lake), {@code catalog} (which of several configured ones), {@code versionAsOf},
 * {@code timestampAsOf}, {@code readChangeFeed} with {@code startingVersion} and {@code endingVersion}.
 */
public final class SluiceSource implements SupportsCatalogOptions, DataSourceRegister {
    private static final String VERSION = "versionAsOf";
    private static final String TIMESTAMP = "timestampAsOf";

    @Override
    public String shortName() {
        return "sluice";
    }

    @Override
    public Identifier extractIdentifier(CaseInsensitiveStringMap options) {
        Identifier table = SourceName.of(options).table();
        return ChangeFeedTable.isAskedFor(options) ? ChangeFeedTable.of(table) : table;
    }

    @Override
    public String extractCatalog(CaseInsensitiveStringMap options) {
        SparkSession session = SparkSession.active();
        SourceName name = SourceName.of(options);
        return name.lake()
                .map(lake -> SourceCatalogs.forLake(session, lake))
                .or(name::catalog)
                .orElseGet(() -> SourceCatalogs.only(session));
    }

    @Override
    public Optional<String> extractTimeTravelVersion(CaseInsensitiveStringMap options) {
        return Optional.ofNullable(options.get(VERSION));
    }

    @Override
    public Optional<String> extractTimeTravelTimestamp(CaseInsensitiveStringMap options) {
        return Optional.ofNullable(options.get(TIMESTAMP));
    }

    /** Asked by streams, which do not ask the catalog. */
    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return CatalogV2Util.v2ColumnsToStructType(table(options).columns());
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> options) {
        return table(new CaseInsensitiveStringMap(options));
    }

    private Table table(CaseInsensitiveStringMap options) {
        TableCatalog catalog = CatalogV2Util.getTableProviderCatalog(
                this, SparkSession.active().sessionState().catalogManager(), options);
        Identifier table = extractIdentifier(options);
        try {
            return catalog.loadTable(table);
        } catch (NoSuchTableException missing) {
            throw SluiceException.user("there is no table %s in catalog %s".formatted(table, catalog.name()), missing);
        }
    }
}
