package io.sluice.format.delta;

import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AppendFiles;
import io.sluice.commit.TableChange.MakeValues;
import io.sluice.error.SluiceException;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.IdentityColumn;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableSchema;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Columns whose values writers make. Source: Delta protocol, "Generated Columns" and "Identity Columns". */
final class MadeColumns {
    private MadeColumns() {}

    /** A user error if the definition of a column contradicts itself. */
    static void requireValid(TableSchema schema) {
        for (Field column : schema.columns()) {
            requireValid(column);
        }
    }

    private static void requireValid(Field column) {
        boolean generated = column.generationExpression().isPresent();
        Optional<IdentityColumn> identity = column.identity();
        boolean hasDefault = column.defaultExpression().isPresent();
        if ((generated && identity.isPresent()) || (column.isMade() && hasDefault)) {
            throw SluiceException.user(
                    "column '%s' can be one of: generated, an identity, one with a DEFAULT".formatted(column.name()));
        }
        if (identity.isPresent() && column.type() != Primitive.LONG) {
            throw SluiceException.user("the identity column '%s' is a %s: numbers of identity columns are BIGINT"
                    .formatted(column.name(), column.type().text()));
        }
        if (column.mayBeGeneratedFrom(column.name())) {
            throw SluiceException.user("the generated column '%s' is made of itself: %s"
                    .formatted(column.name(), column.generationExpression().get()));
        }
    }

    /** A user error if rows are added without values that the table's columns make. */
    static void requireMade(TableMetadata table, List<TableChange> changes) {
        boolean addsRows = changes.stream()
                .anyMatch(change ->
                        change instanceof AppendFiles append && !append.files().isEmpty());
        if (!addsRows) {
            return;
        }
        Set<String> made = new HashSet<>();
        for (TableChange change : changes) {
            if (change instanceof MakeValues values) {
                values.columns().forEach(name -> made.add(name.toLowerCase(Locale.ROOT)));
            }
        }
        for (Field column : table.schema().columns()) {
            if (column.isMade() && !made.contains(column.name().toLowerCase(Locale.ROOT))) {
                throw SluiceException.user(
                        "rows cannot be written to the table from here, as the values of its column '%s' are generated%s: write them from Spark"
                                .formatted(
                                        column.name(),
                                        column.generationExpression()
                                                .map(text -> " (" + text + ")")
                                                .orElse("")));
            }
        }
    }

    /** The table after these numbers were given to rows; a user error if one was given before. */
    static TableMetadata advanced(TableMetadata table, Map<String, Long> numbersGiven) {
        TableSchema schema = table.schema();
        for (Map.Entry<String, Long> given : numbersGiven.entrySet()) {
            schema = schema.withColumnChanged(given.getKey(), column -> advanced(column, given.getValue()));
        }
        return table.withSchema(schema);
    }

    private static Field advanced(Field column, long number) {
        IdentityColumn identity = column.identity()
                .orElseThrow(() -> SluiceException.bug(
                        "column '%s' is no identity column, but has given numbers".formatted(column.name())));
        if (identity.isAhead(identity.next(), number)) {
            throw SluiceException.bug("the identity column '%s' has given the number %d, but its next one is %d"
                    .formatted(column.name(), number, identity.next()));
        }
        return column.withIdentity(identity.advancedTo(number));
    }

    /** The table, whose identity columns do not give again what those of the same name have given in another state. */
    static TableMetadata keepingNumbers(TableMetadata table, TableMetadata later) {
        TableSchema schema = table.schema();
        for (Field column : table.schema().columns()) {
            Optional<IdentityColumn> mine = column.identity();
            Optional<Long> reached = later.schema()
                    .column(column.name())
                    .flatMap(Field::identity)
                    .flatMap(identity ->
                            identity.highWaterMark().stream().boxed().findFirst());
            if (mine.isPresent() && reached.isPresent()) {
                IdentityColumn kept = mine.get().advancedTo(reached.get());
                schema = schema.withColumnChanged(column.name(), field -> field.withIdentity(kept));
            }
        }
        return table.withSchema(schema);
    }
}
