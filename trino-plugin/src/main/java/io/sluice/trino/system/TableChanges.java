package io.sluice.trino.system;

import static java.util.Objects.requireNonNull;

import io.airlift.slice.Slice;
import io.sluice.table.Field;
import io.sluice.table.TableMetadata;
import io.sluice.trino.handle.SluiceTableHandle;
import io.sluice.trino.handle.VersionRange;
import io.sluice.trino.transaction.OpenTransactions;
import io.sluice.trino.transaction.SluiceTransaction;
import io.sluice.trino.types.TrinoTypes;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ColumnSchema;
import io.trino.spi.connector.ConnectorAccessControl;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.connector.TableNotFoundException;
import io.trino.spi.function.table.AbstractConnectorTableFunction;
import io.trino.spi.function.table.Argument;
import io.trino.spi.function.table.Descriptor;
import io.trino.spi.function.table.ReturnTypeSpecification;
import io.trino.spi.function.table.ScalarArgument;
import io.trino.spi.function.table.ScalarArgumentSpecification;
import io.trino.spi.function.table.TableFunctionAnalysis;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * {@code TABLE(lake.system.table_changes(schema_name => 'shop', table_name => 'orders', since_version => 3))}: what
 * commits have done to rows, each with its {@code _change_type}, {@code _commit_version} and {@code _commit_timestamp}.
 * The version that is named is not among them.
 */
public final class TableChanges extends AbstractConnectorTableFunction {
    private static final String SCHEMA = "SCHEMA_NAME";
    private static final String TABLE = "TABLE_NAME";
    private static final String SINCE = "SINCE_VERSION";

    private final OpenTransactions transactions;

    public TableChanges(OpenTransactions transactions) {
        super(
                "system",
                "table_changes",
                List.of(
                        ScalarArgumentSpecification.builder()
                                .name(SCHEMA)
                                .type(VarcharType.VARCHAR)
                                .build(),
                        ScalarArgumentSpecification.builder()
                                .name(TABLE)
                                .type(VarcharType.VARCHAR)
                                .build(),
                        ScalarArgumentSpecification.builder()
                                .name(SINCE)
                                .type(BigintType.BIGINT)
                                .defaultValue(null)
                                .build()),
                ReturnTypeSpecification.GenericTable.GENERIC_TABLE,
                "What commits have done to the rows of a table");
        this.transactions = requireNonNull(transactions, "transactions");
    }

    @Override
    public TableFunctionAnalysis analyze(
            ConnectorSession session,
            ConnectorTransactionHandle handle,
            Map<String, Argument> arguments,
            ConnectorAccessControl access) {
        SchemaTableName name = new SchemaTableName(text(arguments, SCHEMA), text(arguments, TABLE));
        SluiceTransaction transaction = transactions.of(handle);
        // The last version becomes part of the plan.
        transaction.lookAnew();
        if (transaction.find(name).isEmpty()) {
            throw new TableNotFoundException(name);
        }
        SluiceTableHandle table = SluiceTableHandle.whole(name, OptionalLong.empty());
        TableMetadata metadata = transaction.snapshot(table).metadata();
        List<Descriptor.Field> fields = new ArrayList<>();
        metadata.schema().columns().forEach(field -> fields.add(field(field.name(), TrinoTypes.type(field.type()))));
        requireAllowed(name, metadata, access);
        ChangeColumns.all().forEach(column -> fields.add(field(column.name(), column.type())));
        long last = transaction.snapshot(table).version().number();
        return TableFunctionAnalysis.builder()
                .returnedType(new Descriptor(fields))
                .handle(new ChangesHandle(name, new VersionRange(first(arguments, last), last)))
                .build();
    }

    /** Filters of rows and masks of columns are not applied to changes, so nobody sees them for whom there are some. */
    private static void requireAllowed(SchemaTableName name, TableMetadata table, ConnectorAccessControl access) {
        List<Field> columns = table.schema().columns();
        access.checkCanSelectFromColumns(
                null, name, Optional.empty(), columns.stream().map(Field::name).collect(Collectors.toSet()));
        List<ColumnSchema> masked = columns.stream()
                .map(column -> new ColumnMetadata(column.name(), TrinoTypes.type(column.type())).getColumnSchema())
                .toList();
        if (!access.getRowFilters(null, name).isEmpty()
                || !access.getColumnMasks(null, name, masked).isEmpty()) {
            throw new TrinoException(
                    StandardErrorCode.NOT_SUPPORTED,
                    "the changes of table %s are not shown to whom its rows are filtered or masked".formatted(name));
        }
    }

    private static Descriptor.Field field(String name, Type type) {
        return new Descriptor.Field(name, Optional.of(type));
    }

    private static String text(Map<String, Argument> arguments, String name) {
        Object value = ((ScalarArgument) arguments.get(name)).getValue();
        if (!(value instanceof Slice text)) {
            throw new TrinoException(
                    StandardErrorCode.INVALID_FUNCTION_ARGUMENT, "%s is null: name the table".formatted(name));
        }
        return text.toStringUtf8();
    }

    private static long first(Map<String, Argument> arguments, long last) {
        Object since = ((ScalarArgument) arguments.get(SINCE)).getValue();
        if (since == null) {
            return 0;
        }
        long version = (Long) since;
        if (version < 0 || version > last) {
            throw new TrinoException(
                    StandardErrorCode.INVALID_FUNCTION_ARGUMENT,
                    "since_version is %d, but the table's versions are 0 to %d".formatted(version, last));
        }
        return version + 1;
    }
}
