package io.sluice.trino.definitions;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.SchemaEdit;
import io.sluice.commit.SchemaEdit.Position;
import io.sluice.commit.SchemaEdit.Within;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AlterSchema;
import io.sluice.commit.TableChange.SetProperties;
import io.sluice.lake.TransactionTable;
import io.sluice.scan.Predicate;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Array;
import io.sluice.table.DataType.Mapping;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableSchema;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ColumnPosition;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Changes columns, and fields within them, in the transaction. Paths lead from a column to a field: names, and
 * {@code element}, {@code key} and {@code value} for what arrays and maps hold.
 */
public final class ColumnDefinitions {
    /** Delta tables change types only with this property, which who changes a type has asked for. */
    private static final String TYPE_WIDENING = "delta.enableTypeWidening";

    private final TableDefinitions tables;

    ColumnDefinitions(TableDefinitions tables) {
        this.tables = requireNonNull(tables, "tables");
    }

    void add(SchemaTableName name, ColumnMetadata column, ColumnPosition position) {
        Field wanted = TablePlan.field(column);
        Field plain = wanted.relaxed().withDefault(Optional.empty());
        List<SchemaEdit> edits = new ArrayList<>();
        edits.add(new SchemaEdit.AddColumn(plain, position(position)));
        if (!wanted.nullable()) {
            edits.add(new SchemaEdit.RequireColumn(wanted.name()));
        }
        if (wanted.defaultExpression().isPresent()) {
            edits.add(new SchemaEdit.SetDefault(wanted.name(), wanted.defaultExpression()));
        }
        alter(name, "ADD COLUMNS", table -> {
            if (edits.size() > 1) {
                requireNoRows(table, wanted);
            }
            return List.of(new AlterSchema(edits));
        });
    }

    /** Rows that are there have null in a new column. */
    private static void requireNoRows(TransactionTable table, Field column) {
        if (table.snapshot().fileCount() > 0) {
            throw new TrinoException(
                    StandardErrorCode.NOT_SUPPORTED,
                    "column '%s' cannot be added %s, as the table has rows and their value would be null: add it without that%s"
                            .formatted(
                                    column.name(),
                                    column.nullable() ? "with a DEFAULT" : "as NOT NULL",
                                    column.nullable() ? ", and set a DEFAULT for new rows by ALTER COLUMN" : ""));
        }
        table.readRows(Predicate.ALL);
    }

    private static Position position(ColumnPosition position) {
        return switch (position) {
            case ColumnPosition.First first -> Position.FIRST;
            case ColumnPosition.Last last -> Position.LAST;
            case ColumnPosition.After after -> new Position.After(after.columnName());
        };
    }

    /** @param parent path to the struct that gets the field */
    void addField(SchemaTableName name, List<String> parent, String field, Type type) {
        Field added = Field.optional(field, TablePlan.stored(type));
        edit(name, "ADD COLUMNS", new Within(parent, new SchemaEdit.AddColumn(added, Position.LAST)));
    }

    void drop(SchemaTableName name, List<String> path) {
        edit(name, "DROP COLUMNS", at(path, SchemaEdit.DropColumn::new));
    }

    void rename(SchemaTableName name, List<String> path, String newName) {
        edit(name, "RENAME COLUMN", at(path, last -> new SchemaEdit.RenameColumn(last, newName)));
    }

    void comment(SchemaTableName name, String column, Optional<String> comment) {
        edit(name, "CHANGE COLUMN", new SchemaEdit.CommentColumn(column, comment));
    }

    void relax(SchemaTableName name, String column) {
        edit(name, "CHANGE COLUMN", new SchemaEdit.RelaxColumn(column));
    }

    void setDefault(SchemaTableName name, String column, String literal) {
        alter(name, "CHANGE COLUMN", table -> {
            DataType type =
                    table.snapshot().metadata().schema().requireColumn(column).type();
            String expression = DefaultLiterals.stored(literal, column, type);
            return List.of(new AlterSchema(List.of(new SchemaEdit.SetDefault(column, Optional.of(expression)))));
        });
    }

    void dropDefault(SchemaTableName name, String column) {
        edit(name, "CHANGE COLUMN", new SchemaEdit.SetDefault(column, Optional.empty()));
    }

    void setType(SchemaTableName name, List<String> path, Type type) {
        DataType wanted = TablePlan.stored(type);
        alter(name, "CHANGE COLUMN", table -> {
            TableMetadata metadata = table.snapshot().metadata();
            if (find(metadata, path).map(wanted::equals).orElse(false)) {
                return List.of();
            }
            List<TableChange> changes = new ArrayList<>();
            if (!"true".equals(metadata.properties().get(TYPE_WIDENING))) {
                changes.add(new SetProperties(Map.of(TYPE_WIDENING, "true"), Set.of()));
            }
            changes.add(new AlterSchema(List.of(at(path, last -> new SchemaEdit.WidenColumn(last, wanted)))));
            return changes;
        });
    }

    private static Optional<DataType> find(TableMetadata table, List<String> path) {
        Optional<DataType> type = Optional.of(new Struct(table.schema().columns()));
        for (String step : path) {
            type = type.flatMap(outer -> switch (outer) {
                case Struct struct ->
                    new TableSchema(struct.fields()).column(step).map(Field::type);
                case Array array -> Optional.of(array.element());
                case Mapping map -> Optional.of(step.equals(Within.KEY) ? map.key() : map.value());
                case DataType.Decimal decimal -> Optional.empty();
                case DataType.Primitive primitive -> Optional.empty();
            });
        }
        return type;
    }

    /** A path to a field within a column. */
    static List<String> path(String column, List<String> fields) {
        return Stream.concat(Stream.of(column), fields.stream()).toList();
    }

    private static SchemaEdit at(List<String> path, Function<String, SchemaEdit> edit) {
        List<String> parent = path.subList(0, path.size() - 1);
        SchemaEdit last = edit.apply(path.get(path.size() - 1));
        return parent.isEmpty() ? last : new Within(parent, last);
    }

    private void edit(SchemaTableName name, String operation, SchemaEdit edit) {
        alter(name, operation, table -> List.of(new AlterSchema(List.of(edit))));
    }

    private void alter(SchemaTableName name, String operation, Function<TransactionTable, List<TableChange>> changes) {
        tables.change(name, operation, StandardErrorCode.NOT_SUPPORTED, changes);
    }
}
