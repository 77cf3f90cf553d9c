package io.sluice.spark;

import io.sluice.spark.catalog.Alterations;
import io.sluice.spark.catalog.Definitions;
import io.sluice.spark.catalog.Namespaces;
import io.sluice.spark.catalog.SchemaEvolution;
import io.sluice.spark.catalog.StagedWrite;
import io.sluice.spark.catalog.TimeTravel;
import io.sluice.spark.procedures.Procedures;
import io.sluice.spark.read.ChangeFeedTable;
import io.sluice.spark.session.LakeSession;
import io.sluice.spark.session.PinnedTable;
import io.sluice.spark.stream.TableStream;
import io.sluice.table.NamespaceName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.NamespaceAlreadyExistsException;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.NonEmptyNamespaceException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.connector.catalog.Changelog;
import org.apache.spark.sql.connector.catalog.ChangelogContext;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.ProcedureCatalog;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.StagingTableCatalog;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalogCapability;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.TableInfo;
import org.apache.spark.sql.connector.catalog.procedures.UnboundProcedure;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The tables of a lake, as a catalog of Spark. It is configured by
 *
 * <pre>
 * spark.sql.catalog.NAME       io.sluice.spark.SluiceCatalog
 * spark.sql.catalog.NAME.lake  URI of the lake
 * </pre>
 *
 * <p>As wide as Spark asks for, it only delegates.
 */
public final class SluiceCatalog implements StagingTableCatalog, SupportsNamespaces, ProcedureCatalog {
    private String name;
    private LakeSession session;
    private Namespaces namespaces;
    private Definitions tables;
    private Procedures procedures;
    private final SchemaEvolution evolution = new SchemaEvolution();

    @Override
    public void initialize(String configured, CaseInsensitiveStringMap options) {
        name = configured;
        session = LakeSession.configured(configured, options);
        namespaces = new Namespaces(session);
        tables = new Definitions(session);
        procedures = new Procedures(session);
    }

    @Override
    public String name() {
        return name;
    }

    /** The lake behind the catalog. */
    public LakeSession session() {
        return session;
    }

    @Override
    public String[] defaultNamespace() {
        return new String[] {NamespaceName.DEFAULT.value()};
    }

    @Override
    public Set<TableCatalogCapability> capabilities() {
        return Set.of(
                TableCatalogCapability.SUPPORT_TABLE_CONSTRAINT,
                // Named so that the definitions come here, and are refused with a reason.
                TableCatalogCapability.SUPPORT_COLUMN_DEFAULT_VALUE,
                TableCatalogCapability.SUPPORTS_CREATE_TABLE_WITH_GENERATED_COLUMNS,
                TableCatalogCapability.SUPPORTS_CREATE_TABLE_WITH_IDENTITY_COLUMNS);
    }

    @Override
    public String[][] listNamespaces() {
        return namespaces.list();
    }

    @Override
    public String[][] listNamespaces(String[] parent) throws NoSuchNamespaceException {
        return namespaces.list(parent);
    }

    @Override
    public Map<String, String> loadNamespaceMetadata(String[] namespace) throws NoSuchNamespaceException {
        return namespaces.properties(namespace);
    }

    @Override
    public void createNamespace(String[] namespace, Map<String, String> properties)
            throws NamespaceAlreadyExistsException {
        namespaces.create(namespace, properties);
    }

    @Override
    public void alterNamespace(String[] namespace, NamespaceChange... changes) throws NoSuchNamespaceException {
        namespaces.alter(namespace, changes);
    }

    @Override
    public boolean dropNamespace(String[] namespace, boolean cascade) throws NonEmptyNamespaceException {
        return namespaces.drop(namespace, cascade ? Namespaces.Tables.DROP : Namespaces.Tables.REFUSE);
    }

    @Override
    public Identifier[] listTables(String[] namespace) throws NoSuchNamespaceException {
        return namespaces.tables(namespace);
    }

    @Override
    public Table loadTable(Identifier table) throws NoSuchTableException {
        Optional<Identifier> changed = ChangeFeedTable.source(table);
        if (changed.isPresent()) {
            return new ChangeFeedTable(tables.load(changed.get()), TableStream::open);
        }
        Optional<PinnedTable> evolved = evolution.taken(table);
        return SluiceTables.of(evolved.isPresent() ? evolved.get() : tables.load(table));
    }

    /** {@code VERSION AS OF}. */
    @Override
    public Table loadTable(Identifier table, String version) throws NoSuchTableException {
        return SluiceTables.of(tables.load(table, TimeTravel.version(version)));
    }

    /** {@code TIMESTAMP AS OF}. */
    @Override
    public Table loadTable(Identifier table, long micros) throws NoSuchTableException {
        return SluiceTables.of(tables.load(table, TimeTravel.instant(micros)));
    }

    /**
     * {@code CHANGES} of Spark 4.2. An older Spark has neither the method nor its types, and does not look for them.
     */
    public Changelog loadChangelog(Identifier table, ChangelogContext context, CaseInsensitiveStringMap options)
            throws NoSuchTableException {
        return LakeChangelog.of(tables.load(table), context);
    }

    @Override
    public boolean tableExists(Identifier table) {
        return tables.find(table).isPresent();
    }

    @Override
    public Table createTable(Identifier table, TableInfo definition)
            throws TableAlreadyExistsException, NoSuchNamespaceException {
        tables.create(table, definition).publish();
        return tables.find(table).map(SluiceTables::of).orElseThrow();
    }

    @Override
    public StagedTable stageCreate(Identifier table, TableInfo definition)
            throws TableAlreadyExistsException, NoSuchNamespaceException {
        return staged(tables.create(table, definition));
    }

    @Override
    public StagedTable stageReplace(Identifier table, TableInfo definition) throws NoSuchTableException {
        return staged(tables.replace(table, definition));
    }

    @Override
    public StagedTable stageCreateOrReplace(Identifier table, TableInfo definition) throws NoSuchNamespaceException {
        return staged(tables.createOrReplace(table, definition));
    }

    private StagedTable staged(StagedWrite write) {
        return new StagedSluiceTable(name, write);
    }

    @Override
    public Table alterTable(Identifier table, TableChange... changes) throws NoSuchTableException {
        if (SchemaEvolution.isAskedFor()) {
            return SluiceTables.of(evolution.begin(table, tables.load(table), changes));
        }
        new Alterations(session, tables.load(table)).apply(changes);
        return loadTable(table);
    }

    @Override
    public boolean dropTable(Identifier table) {
        return tables.drop(table);
    }

    @Override
    public void renameTable(Identifier from, Identifier to) throws NoSuchTableException, TableAlreadyExistsException {
        tables.rename(from, to);
    }

    @Override
    public UnboundProcedure loadProcedure(Identifier procedure) {
        return procedures.load(procedure);
    }

    @Override
    public Identifier[] listProcedures(String[] namespace) {
        return procedures.list(namespace);
    }
}
