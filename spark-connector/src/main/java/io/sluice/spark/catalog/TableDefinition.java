package io.sluice.spark.catalog;

import static java.util.Objects.requireNonNull;

import io.sluice.error.SluiceException;
import io.sluice.spark.types.SparkTypes;
import io.sluice.table.Field;
import io.sluice.table.IdentityColumn;
import io.sluice.table.IdentityColumn.GivenValues;
import io.sluice.table.TableId;
import io.sluice.table.TableMetadata;
import io.sluice.table.TableProperties;
import io.sluice.table.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.DefaultValue;
import org.apache.spark.sql.connector.catalog.IdentityColumnSpec;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableInfo;
import org.apache.spark.sql.connector.catalog.constraints.Check;
import org.apache.spark.sql.connector.catalog.constraints.Constraint;
import org.apache.spark.sql.connector.expressions.Transform;

/** What {@code CREATE TABLE} defines, as a lake has it; user errors for what lakes do not have. */
final class TableDefinition {
    /** Formats that may be named: this one's own name, what its tables are, and Spark's default. */
    private static final Set<String> PROVIDERS = Set.of("sluice", "delta", "parquet");
    /** What Spark adds beside the properties of the user. */
    private static final Set<String> RESERVED = Set.of(
            TableCatalog.PROP_COMMENT,
            TableCatalog.PROP_EXTERNAL,
            TableCatalog.PROP_IS_MANAGED_LOCATION,
            TableCatalog.PROP_OWNER,
            TableCatalog.PROP_PROVIDER,
            TableCatalog.PROP_TABLE_TYPE);

    private final TableInfo definition;

    TableDefinition(TableInfo definition) {
        this.definition = requireNonNull(definition, "definition");
    }

    TableMetadata metadata(TableId id) {
        Map<String, String> given = definition.properties();
        requireSupported(given);
        TableSchema schema = schema();
        Map<String, String> properties = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            if (!RESERVED.contains(name) && !name.startsWith(TableCatalog.OPTION_PREFIX)) {
                properties.put(name, value);
            }
        });
        properties.putAll(constraints());
        return new TableMetadata(
                id,
                schema,
                partitionColumns(schema),
                properties,
                Optional.ofNullable(given.get(TableCatalog.PROP_COMMENT)));
    }

    private static void requireSupported(Map<String, String> properties) {
        String provider = properties.get(TableCatalog.PROP_PROVIDER);
        if (provider != null && PROVIDERS.stream().noneMatch(provider::equalsIgnoreCase)) {
            throw SluiceException.user("tables of a lake cannot be made USING %s: leave it out".formatted(provider));
        }
        if (properties.containsKey(TableCatalog.PROP_LOCATION)) {
            throw SluiceException.user(
                    "a table of a lake cannot have a LOCATION of its own: it lies below the warehouse of the lake");
        }
    }

    private TableSchema schema() {
        List<Field> fields = new ArrayList<>();
        for (Column column : definition.columns()) {
            fields.add(field(column));
        }
        return new TableSchema(fields);
    }

    private static Field field(Column column) {
        Field field = new Field(
                        column.name(), SparkTypes.type(column.dataType(), column.name()), column.nullable(), Map.of())
                .withComment(Optional.ofNullable(column.comment()));
        if (column.generationExpression() != null) {
            return field.withGenerationExpression(column.generationExpression());
        }
        if (column.identityColumnSpec() != null) {
            return field.withIdentity(identity(column.identityColumnSpec()));
        }
        return field.withDefault(defaultExpression(column.defaultValue()));
    }

    private static IdentityColumn identity(IdentityColumnSpec asked) {
        return new IdentityColumn(
                asked.getStart(),
                asked.getStep(),
                OptionalLong.empty(),
                asked.isAllowExplicitInsert() ? GivenValues.ALLOWED : GivenValues.REFUSED);
    }

    /** The text of a default; empty if there is none, which Spark says by null or by an empty text. */
    static Optional<String> defaultExpression(DefaultValue value) {
        return Optional.ofNullable(value).map(DefaultValue::getSql).filter(text -> !text.isBlank());
    }

    private List<String> partitionColumns(TableSchema schema) {
        List<String> names = new ArrayList<>();
        for (Transform transform : definition.partitions()) {
            boolean plain = transform.name().equals("identity")
                    && transform.references().length == 1
                    && transform.references()[0].fieldNames().length == 1;
            if (!plain) {
                throw SluiceException.user(
                        "tables cannot be partitioned by %s: only columns as they are, for example PARTITIONED BY (day), are supported"
                                .formatted(transform.describe()));
            }
            names.add(schema.requireColumn(transform.references()[0].fieldNames()[0])
                    .name());
        }
        return names;
    }

    private Map<String, String> constraints() {
        Map<String, String> properties = new LinkedHashMap<>();
        for (Constraint constraint : definition.constraints()) {
            properties.put(TableProperties.CONSTRAINT + constraint.name(), condition(constraint));
        }
        return properties;
    }

    /** The condition of a constraint; a user error if it is no CHECK. */
    static String condition(Constraint constraint) {
        if (constraint instanceof Check check && check.enforced()) {
            return check.predicateSql();
        }
        throw SluiceException.user(
                "constraint %s is not supported: of the constraints only enforced CHECKs are, for example CHECK (amount > 0)"
                        .formatted(constraint.toDDL()));
    }
}
