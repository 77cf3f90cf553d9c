package io.sluice.spark.catalog;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.SchemaEdit;
import io.sluice.commit.SchemaEdit.Position;
import io.sluice.commit.SchemaEdit.Within;
import io.sluice.error.SluiceException;
import io.sluice.spark.types.SparkTypes;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Array;
import io.sluice.table.DataType.Mapping;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableSchema;
import io.sluice.table.TypeWidening;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.TableChange.AddColumn;
import org.apache.spark.sql.connector.catalog.TableChange.After;
import org.apache.spark.sql.connector.catalog.TableChange.ColumnChange;
import org.apache.spark.sql.connector.catalog.TableChange.ColumnPosition;
import org.apache.spark.sql.connector.catalog.TableChange.DeleteColumn;
import org.apache.spark.sql.connector.catalog.TableChange.First;
import org.apache.spark.sql.connector.catalog.TableChange.RenameColumn;
import org.apache.spark.sql.connector.catalog.TableChange.UpdateColumnComment;
import org.apache.spark.sql.connector.catalog.TableChange.UpdateColumnDefaultValue;
import org.apache.spark.sql.connector.catalog.TableChange.UpdateColumnNullability;
import org.apache.spark.sql.connector.catalog.TableChange.UpdateColumnPosition;
import org.apache.spark.sql.connector.catalog.TableChange.UpdateColumnType;

/** Spark's changes of columns, and of fields within them, as edits of a schema. */
final class ColumnEdits {
    private final TableMetadata table;

    ColumnEdits(TableMetadata table) {
        this.table = requireNonNull(table, "table");
    }

    /** The edits that make the change; none if there is nothing to do. */
    List<SchemaEdit> of(ColumnChange change) {
        List<String> path = List.of(change.fieldNames());
        List<String> parent = path.subList(0, path.size() - 1);
        String name = path.get(path.size() - 1);
        if (change instanceof DeleteColumn dropped
                && dropped.ifExists()
                && find(path).isEmpty()) {
            return List.of();
        }
        SchemaEdit edit = edit(change, name);
        return List.of(parent.isEmpty() ? edit : new Within(parent, edit));
    }

    private static SchemaEdit edit(ColumnChange change, String name) {
        if (change instanceof AddColumn added) {
            return new SchemaEdit.AddColumn(field(added, name), position(added.position()));
        }
        if (change instanceof RenameColumn renamed) {
            return new SchemaEdit.RenameColumn(name, renamed.newName());
        }
        if (change instanceof DeleteColumn) {
            return new SchemaEdit.DropColumn(name);
        }
        if (change instanceof UpdateColumnType typed) {
            return new SchemaEdit.WidenColumn(name, SparkTypes.type(typed.newDataType(), name));
        }
        if (change instanceof UpdateColumnComment commented) {
            return new SchemaEdit.CommentColumn(name, Optional.ofNullable(commented.newComment()));
        }
        if (change instanceof UpdateColumnPosition moved) {
            return new SchemaEdit.MoveColumn(name, position(moved.position()));
        }
        if (change instanceof UpdateColumnNullability nullability && nullability.nullable()) {
            return new SchemaEdit.RelaxColumn(name);
        }
        if (change instanceof UpdateColumnDefaultValue changed) {
            return new SchemaEdit.SetDefault(name, TableDefinition.defaultExpression(changed.newCurrentDefault()));
        }
        throw SluiceException.user("column '%s' cannot be changed like this (%s): that is not supported"
                .formatted(name, change.getClass().getSimpleName()));
    }

    private static Field field(AddColumn added, String name) {
        return new Field(name, SparkTypes.type(added.dataType(), name), added.isNullable(), Map.of())
                .withComment(Optional.ofNullable(added.comment()))
                .withDefault(TableDefinition.defaultExpression(added.defaultValue()));
    }

    private static Position position(ColumnPosition asked) {
        if (asked instanceof First) {
            return Position.FIRST;
        }
        return asked instanceof After after ? new Position.After(after.column()) : Position.LAST;
    }

    /** Whether the change replaces a type by another one. */
    boolean widens(ColumnChange change) {
        return change instanceof UpdateColumnType;
    }

    /** Whether a write may make the change on its own: no value of the rows that are there becomes another one. */
    boolean isEvolution(TableChange change) {
        if (change instanceof UpdateColumnType typed) {
            return SparkTypes.known(typed.newDataType())
                    .flatMap(
                            wider -> find(List.of(typed.fieldNames())).map(type -> TypeWidening.isAllowed(type, wider)))
                    .orElse(false);
        }
        return change instanceof AddColumn;
    }

    private Optional<DataType> find(List<String> path) {
        Optional<DataType> type = Optional.of(new Struct(table.schema().columns()));
        for (String step : path) {
            type = type.flatMap(outer -> within(outer, step));
        }
        return type;
    }

    private static Optional<DataType> within(DataType type, String step) {
        if (type instanceof Struct struct) {
            return new TableSchema(struct.fields()).column(step).map(Field::type);
        }
        if (type instanceof Array array && step.equalsIgnoreCase(Within.ELEMENT)) {
            return Optional.of(array.element());
        }
        if (type instanceof Mapping map
                && Arrays.asList(Within.KEY, Within.VALUE).contains(step)) {
            return Optional.of(step.equals(Within.KEY) ? map.key() : map.value());
        }
        return Optional.empty();
    }

    /** The change as Delta's histories call it. */
    static String name(ColumnChange change) {
        if (change instanceof AddColumn) {
            return "ADD COLUMNS";
        }
        if (change instanceof RenameColumn) {
            return "RENAME COLUMN";
        }
        return change instanceof DeleteColumn ? "DROP COLUMNS" : "CHANGE COLUMN";
    }
}
