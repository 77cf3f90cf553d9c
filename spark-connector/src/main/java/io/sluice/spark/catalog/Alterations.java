package io.sluice.spark.catalog;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.Operation;
import io.sluice.commit.SchemaEdit;
import io.sluice.commit.TableChange;
import io.sluice.commit.TableChange.AlterSchema;
import io.sluice.commit.TableChange.SetComment;
import io.sluice.commit.TableChange.SetProperties;
import io.sluice.error.SluiceException;
import io.sluice.scan.Predicate;
import io.sluice.spark.session.EngineName;
import io.sluice.spark.session.LakeSession;
import io.sluice.spark.session.PinnedTable;
import io.sluice.spark.session.TableChanges;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableProperties;
import io.sluice.table.TableVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableChange.AddConstraint;
import org.apache.spark.sql.connector.catalog.TableChange.ColumnChange;
import org.apache.spark.sql.connector.catalog.TableChange.DropConstraint;
import org.apache.spark.sql.connector.catalog.TableChange.RemoveProperty;
import org.apache.spark.sql.connector.catalog.TableChange.SetProperty;

/** One {@code ALTER TABLE}: Spark's changes as those of a lake, in one commit. */
public final class Alterations {
    /** Delta tables change types only with this property, which who changes a type has asked for. */
    private static final String TYPE_WIDENING = "delta.enableTypeWidening";
    /** Which properties Spark treats as something else. */
    private static final Set<String> RESERVED =
            Set.of(TableCatalog.PROP_LOCATION, TableCatalog.PROP_PROVIDER, TableCatalog.PROP_OWNER);

    private final LakeSession session;
    private final PinnedTable table;
    private final TableMetadata metadata;
    private final List<TableChange> changes = new ArrayList<>();
    private final Set<String> names = new LinkedHashSet<>();
    /** The version in which Spark has seen that all rows keep the new constraints. */
    private Optional<TableVersion> validated = Optional.empty();

    /** @param table in its last state */
    public Alterations(LakeSession session, PinnedTable table) {
        this.session = requireNonNull(session, "session");
        this.table = requireNonNull(table, "table");
        this.metadata = table.metadata();
    }

    /** The table with the changes, which its next commit makes. */
    public PinnedTable pending(org.apache.spark.sql.connector.catalog.TableChange... asked) {
        Arrays.stream(asked).forEach(this::add);
        return changes.isEmpty() ? table : table.evolved(changes);
    }

    /** Commits the changes. */
    public void apply(org.apache.spark.sql.connector.catalog.TableChange... asked) {
        Arrays.stream(asked).forEach(this::add);
        if (changes.isEmpty()) {
            return;
        }
        Operation operation = new Operation(EngineName.TEXT, String.join(", ", names), Map.of(), Map.of());
        PinnedTable seen = validated
                .map(version -> session.seen(table.name(), version).dependingOn(Predicate.ALL))
                .orElse(table);
        seen.commit(new TableChanges(operation, changes, Map.of()));
    }

    private void add(org.apache.spark.sql.connector.catalog.TableChange change) {
        if (change instanceof ColumnChange column) {
            edit(column);
        } else if (change instanceof SetProperty set) {
            names.add("SET TBLPROPERTIES");
            changes.add(set(set));
        } else if (change instanceof RemoveProperty removed) {
            names.add("UNSET TBLPROPERTIES");
            changes.add(removed(removed));
        } else if (change instanceof AddConstraint constraint) {
            names.add("ADD CONSTRAINT");
            addConstraint(constraint);
        } else if (change instanceof DropConstraint constraint) {
            names.add("DROP CONSTRAINT");
            dropConstraint(constraint);
        } else {
            throw SluiceException.user("%s is not a change that tables of a lake support"
                    .formatted(change.getClass().getSimpleName()));
        }
    }

    private void edit(ColumnChange change) {
        ColumnEdits edits = new ColumnEdits(metadata);
        List<SchemaEdit> made = edits.of(change);
        names.add(ColumnEdits.name(change));
        if (edits.widens(change) && !"true".equals(metadata.properties().get(TYPE_WIDENING))) {
            changes.add(new SetProperties(Map.of(TYPE_WIDENING, "true"), Set.of()));
        }
        if (!made.isEmpty()) {
            changes.add(new AlterSchema(made));
        }
    }

    private static TableChange set(SetProperty set) {
        if (set.property().equals(TableCatalog.PROP_COMMENT)) {
            return new SetComment(Optional.of(set.value()));
        }
        requireUnreserved(set.property());
        return new SetProperties(Map.of(set.property(), set.value()), Set.of());
    }

    private static TableChange removed(RemoveProperty removed) {
        if (removed.property().equals(TableCatalog.PROP_COMMENT)) {
            return new SetComment(Optional.empty());
        }
        requireUnreserved(removed.property());
        return new SetProperties(Map.of(), Set.of(removed.property()));
    }

    private static void requireUnreserved(String property) {
        if (RESERVED.contains(property)) {
            throw SluiceException.user("the %s of a table in a lake cannot be changed".formatted(property));
        }
        if (property.startsWith(TableProperties.CONSTRAINT)) {
            throw SluiceException.user(
                    "constraints are not changed as properties: write ALTER TABLE ... ADD CONSTRAINT or DROP CONSTRAINT");
        }
    }

    private void addConstraint(AddConstraint added) {
        String name = added.constraint().name();
        if (key(name).isPresent()) {
            throw SluiceException.user("table %s has a constraint '%s' already: drop it first, or choose another name"
                    .formatted(table.name(), name));
        }
        String condition = TableDefinition.condition(added.constraint());
        // Without it nobody has looked at the rows.
        validated = Optional.of(Optional.ofNullable(added.validatedTableVersion())
                .map(version -> new TableVersion(Long.parseLong(version)))
                .orElseThrow(() -> SluiceException.user(
                        "constraint '%s' of table %s was not checked against the rows that are there: add it by ALTER TABLE"
                                .formatted(name, table.name()))));
        changes.add(new SetProperties(Map.of(TableProperties.CONSTRAINT + name, condition), Set.of()));
    }

    private void dropConstraint(DropConstraint dropped) {
        Optional<String> key = key(dropped.name());
        if (key.isEmpty() && !dropped.ifExists()) {
            throw SluiceException.user("table %s has no constraint '%s': it has %s"
                    .formatted(
                            table.name(),
                            dropped.name(),
                            TableProperties.of(metadata).constraints().keySet()));
        }
        key.ifPresent(known -> changes.add(new SetProperties(Map.of(), Set.of(known))));
    }

    private Optional<String> key(String constraint) {
        return metadata.properties().keySet().stream()
                .filter((TableProperties.CONSTRAINT + constraint)::equalsIgnoreCase)
                .findFirst();
    }
}
