package io.sluice.session;

import io.sluice.commit.Operation;
import io.sluice.commit.SchemaEdit;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AlterSchema;
import io.sluice.commit.TableChange.SetComment;
import io.sluice.commit.TableChange.SetProperties;
import io.sluice.duckdb.DuckDbTypes;
import io.sluice.duckdb.EngineName;
import io.sluice.lake.TransactionTable;
import io.sluice.query.LakeSql;
import io.sluice.scan.Predicate;
import io.sluice.sql.ColumnPath;
import io.sluice.sql.Span;
import io.sluice.sql.TableStatement.AlterTable;
import io.sluice.sql.TableStatement.Alteration;
import io.sluice.sql.TableStatement.Check;
import io.sluice.sql.TableStatement.ColumnDefinition;
import io.sluice.sql.TableStatement.ColumnPlace;
import io.sluice.sql.TableStatement.IfExists;
import io.sluice.sql.TableStatement.IfMissing;
import io.sluice.table.DataType;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableProperties;
import io.sluice.table.TypeWidening;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One {@code ALTER TABLE} or {@code COMMENT ON}, as changes of a table. */
final class Alterations {
    /** Delta tables change types only with this property, which who changes a type has asked for. */
    private static final String TYPE_WIDENING = "delta.enableTypeWidening";

    private final LakeSql sql;
    private final AlterTable statement;
    private final TransactionTable table;
    private final TableMetadata metadata;

    Alterations(LakeSql sql, AlterTable statement, TransactionTable table) {
        this.sql = sql;
        this.statement = statement;
        this.table = table;
        this.metadata = table.snapshot().metadata();
    }

    /** Hands the changes to the transaction; nothing if there is nothing to do. */
    void apply() {
        Alteration alteration = statement.alteration();
        List<TableChange> changes =
                columnChanges(alteration).map(this::schema).orElseGet(() -> otherChanges(alteration));
        if (!changes.isEmpty()) {
            table.change(new Operation(EngineName.TEXT, name(alteration), Map.of(), Map.of()), changes);
        }
    }

    /** The edits of an alteration of columns; empty for another one. */
    private Optional<List<SchemaEdit>> columnChanges(Alteration alteration) {
        if (alteration instanceof Alteration.AddColumns add) {
            return Optional.of(add(add));
        }
        if (alteration instanceof Alteration.RenameColumn rename) {
            return one(new SchemaEdit.RenameColumn(known(rename.from()), rename.to()));
        }
        if (alteration instanceof Alteration.DropColumns drop) {
            return Optional.of(drop(drop));
        }
        if (alteration instanceof Alteration.ChangeType change) {
            return one(widening(change));
        }
        if (alteration instanceof Alteration.CommentColumn comment) {
            return one(new SchemaEdit.CommentColumn(known(comment.column()), comment.comment()));
        }
        if (alteration instanceof Alteration.SetDefault set) {
            Field field = metadata.schema().requireColumn(known(set.column()));
            return one(new SchemaEdit.SetDefault(
                    field.name(), set.value().map(value -> new DefaultTexts(sql).of(value, field))));
        }
        if (alteration instanceof Alteration.SetNotNull require) {
            String column = known(require.column());
            new Checks(sql)
                    .requireNotNull(
                            column, require.column().span(), table.table().name());
            table.readRows(new Predicate.IsNull(column));
            return one(new SchemaEdit.RequireColumn(column));
        }
        return alteration instanceof Alteration.DropNotNull relax
                ? one(new SchemaEdit.RelaxColumn(known(relax.column())))
                : Optional.empty();
    }

    private static Optional<List<SchemaEdit>> one(SchemaEdit edit) {
        return Optional.of(List.of(edit));
    }

    private SchemaEdit widening(Alteration.ChangeType change) {
        String column = known(change.column());
        DataType before = metadata.schema().requireColumn(column).type();
        DataType after = new DeclaredTypes(sql).read(change.type());
        if (!TypeWidening.isAllowed(before, after)) {
            throw change.type()
                    .error("column '%s' cannot change from %s to %s: that could change values"
                            .formatted(column, DuckDbTypes.sql(before), DuckDbTypes.sql(after)));
        }
        return new SchemaEdit.WidenColumn(column, after);
    }

    private List<SchemaEdit> add(Alteration.AddColumns add) {
        List<SchemaEdit> edits = new ArrayList<>();
        for (ColumnDefinition column : add.columns()) {
            boolean there = metadata.schema().column(column.column().simple()).isPresent();
            if (!there || add.ifExists() == IfExists.FAIL) {
                edits.add(new SchemaEdit.AddColumn(field(sql, column), position(column.place(), add.columns())));
            }
        }
        return edits;
    }

    private SchemaEdit.Position position(ColumnPlace place, List<ColumnDefinition> added) {
        if (place instanceof ColumnPlace.After after) {
            boolean isAdded = added.stream()
                    .anyMatch(column -> column.column()
                            .simple()
                            .equalsIgnoreCase(after.column().simple()));
            return new SchemaEdit.Position.After(isAdded ? after.column().simple() : known(after.column()));
        }
        return place instanceof ColumnPlace.First ? SchemaEdit.Position.FIRST : SchemaEdit.Position.LAST;
    }

    /** A column as it is defined. */
    static Field field(LakeSql sql, ColumnDefinition column) {
        Field field = new Field(
                column.column().simple(), new DeclaredTypes(sql).read(column.type()), column.nullable(), Map.of());
        return field.withComment(column.comment())
                .withDefault(column.defaultValue().map(value -> new DefaultTexts(sql).of(value, field)));
    }

    private List<SchemaEdit> drop(Alteration.DropColumns drop) {
        List<SchemaEdit> edits = new ArrayList<>();
        for (ColumnPath column : drop.columns()) {
            boolean there = metadata.schema().column(column.simple()).isPresent();
            if (there || drop.ifMissing() == IfMissing.FAIL) {
                edits.add(new SchemaEdit.DropColumn(known(column)));
            }
        }
        return edits;
    }

    /** The name of a column of the table, spelt as there; a user error at its place if there is none. */
    private String known(ColumnPath column) {
        ColumnPath inner = column.within(statement.target());
        return metadata.schema()
                .column(inner.simple())
                .map(Field::name)
                .orElseThrow(() -> column.error("there is no column '%s': the table has %s"
                        .formatted(
                                inner.simple(),
                                String.join(", ", metadata.schema().columnNames()))));
    }

    private List<TableChange> schema(List<SchemaEdit> edits) {
        if (edits.isEmpty()) {
            return List.of();
        }
        List<TableChange> changes = new ArrayList<>();
        boolean widens = edits.stream()
                .anyMatch(edit -> edit instanceof SchemaEdit.WidenColumn widen
                        && TypeWidening.isAllowed(
                                metadata.schema().requireColumn(widen.column()).type(), widen.type()));
        if (widens && !"true".equals(metadata.properties().get(TYPE_WIDENING))) {
            changes.add(new SetProperties(Map.of(TYPE_WIDENING, "true"), Set.of()));
        }
        changes.add(new AlterSchema(edits));
        return changes;
    }

    private List<TableChange> otherChanges(Alteration alteration) {
        if (alteration instanceof Alteration.CommentTable comment) {
            return List.of(new SetComment(comment.comment()));
        }
        if (alteration instanceof Alteration.AddCheck add) {
            return List.of(new SetProperties(addCheck(add.check()), Set.of()));
        }
        if (alteration instanceof Alteration.DropCheck drop) {
            return dropCheck(drop);
        }
        if (alteration instanceof Alteration.SetProperties set) {
            return List.of(new SetProperties(set.properties(), Set.of()));
        }
        if (alteration instanceof Alteration.UnsetProperties unset) {
            return List.of(new SetProperties(Map.of(), Set.copyOf(unset.keys())));
        }
        throw new IllegalArgumentException("not a change of one state of a table: " + alteration);
    }

    private Map<String, String> addCheck(Check check) {
        Checks checks = new Checks(sql);
        Map<String, String> properties = checks.properties(
                List.of(check), metadata.schema(), metadata.properties().keySet());
        checks.requireKept(check, table.table().name());
        table.readRows(Predicate.ALL);
        return properties;
    }

    private List<TableChange> dropCheck(Alteration.DropCheck drop) {
        String key = metadata.properties().keySet().stream()
                .filter(each -> each.equalsIgnoreCase(TableProperties.CONSTRAINT + drop.name()))
                .findFirst()
                .orElse(null);
        if (key == null && drop.ifMissing() == IfMissing.FAIL) {
            Span place = statement.span();
            throw Checks.missing(drop.name(), place);
        }
        return key == null ? List.of() : List.of(new SetProperties(Map.of(), Set.of(key)));
    }

    /** The alteration as Delta's histories call it. */
    static String name(Alteration alteration) {
        if (alteration instanceof Alteration.AddColumns) {
            return "ADD COLUMNS";
        }
        if (alteration instanceof Alteration.RenameColumn) {
            return "RENAME COLUMN";
        }
        if (alteration instanceof Alteration.DropColumns) {
            return "DROP COLUMNS";
        }
        if (alteration instanceof Alteration.AddCheck) {
            return "ADD CONSTRAINT";
        }
        if (alteration instanceof Alteration.DropCheck) {
            return "DROP CONSTRAINT";
        }
        boolean properties =
                alteration instanceof Alteration.SetProperties || alteration instanceof Alteration.CommentTable;
        if (properties) {
            return "SET TBLPROPERTIES";
        }
        return alteration instanceof Alteration.UnsetProperties ? "UNSET TBLPROPERTIES" : "CHANGE COLUMN";
    }
}
