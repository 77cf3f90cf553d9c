package io.sluice.spark.rows;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.spark.session.PinnedTable;
import io.sluice.spark.write.WriteRules;
import io.sluice.table.Field;
import io.sluice.table.TableProperties;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.write.RowLevelOperation;
import org.apache.spark.sql.connector.write.RowLevelOperation.Command;
import org.apache.spark.sql.connector.write.RowLevelOperationBuilder;
import org.apache.spark.sql.connector.write.RowLevelOperationInfo;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Plans a DELETE, UPDATE or MERGE of one pinned table. */
public final class SluiceRowLevelOperation implements RowLevelOperationBuilder {
    private static final String EXTENSION = "io.sluice.spark.SluiceExtensions";
    /** What the extension does to statements. */
    private static final String RULE = "io.sluice.spark.UnassignedColumns";

    private final PinnedTable table;
    private final RowLevelOperationInfo asked;

    /**
     * Plans one command.
     *
     * @param table the state that is read, by {@link PinnedTable#readTargets}, and the target of the changes
     * @param asked the command and its options
     */
    public SluiceRowLevelOperation(PinnedTable table, RowLevelOperationInfo asked) {
        this.table = requireNonNull(table, "table");
        this.asked = requireNonNull(asked, "asked");
    }

    @Override
    public RowLevelOperation build() {
        Command command = asked.command();
        WriteRules.requireChangeable(table.name(), TableProperties.of(table.metadata()));
        WriteRules.requireLevel(table, Map.of());
        if (command != Command.DELETE) {
            requireRewritten(command);
        }
        RowCommand rows = new RowCommand(table, command);
        requireShown(command, rows.rowId());
        requireShown(command, rows.requiredMetadataAttributes());
        return rows;
    }

    /** Spark would take the values of a column of the table for what the scan tells of rows. */
    private void requireShown(Command command, NamedReference[] told) {
        for (NamedReference name : told) {
            String metadata = name.fieldNames()[0];
            table.metadata().schema().columns().stream()
                    .map(Field::name)
                    .filter(metadata::equalsIgnoreCase)
                    .findFirst()
                    .ifPresent(column -> {
                        throw SluiceException.user(
                                "%s cannot tell the rows of table %s apart, as its column '%s' hides the metadata column of that name: ALTER TABLE ... RENAME COLUMN first"
                                        .formatted(command, table.name(), column));
                    });
        }
    }

    /** Without the extension, rows would keep the values of generated columns, whatever these are made of. */
    private void requireRewritten(Command command) {
        Optional<Field> made = table.metadata().schema().columns().stream()
                .filter(Field::isMade)
                .findFirst();
        if (made.isPresent() && !hasExtension()) {
            throw SluiceException.user(
                    "%s of table %s needs the session extension, as the values of its column '%s' are generated: start Spark with spark.sql.extensions=%s"
                            .formatted(command, table.name(), made.get().name(), EXTENSION));
        }
    }

    private static boolean hasExtension() {
        Seq<Rule<LogicalPlan>> rules =
                SparkSession.active().sessionState().analyzer().hintResolutionRules();
        return CollectionConverters.asJava(rules).stream()
                .anyMatch(rule -> rule.getClass().getName().equals(RULE));
    }
}
