package io.sluice.spark.procedures;

import static java.util.Objects.requireNonNull;

import io.sluice.commit.IsolationLevel;
import io.sluice.spark.session.LakeSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.catalog.procedures.ProcedureParameter;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Transactions over several statements of a session, and over several tables. */
final class TransactionCalls {
    private static final StructType STATE = new StructType().add("transaction", DataTypes.StringType, false);
    private static final StructType VERSIONS =
            new StructType().add("table", DataTypes.StringType, false).add("version", DataTypes.LongType, false);

    private final LakeSession session;

    TransactionCalls(LakeSession session) {
        this.session = requireNonNull(session, "session");
    }

    Call begin() {
        ProcedureParameter level = ProcedureParameter.in("isolation_level", DataTypes.StringType)
                .comment("WriteSerializable or Serializable; without it the one of the session")
                .defaultValue("NULL")
                .build();
        return new Call("begin", "Begins a transaction of this session.", List.of(level), STATE, arguments -> {
            session.begin(
                    arguments.isNullAt(0)
                            ? session.isolation(Map.of())
                            : IsolationLevel.parse(arguments.getUTF8String(0).toString(), "isolation_level"));
            return state("begun");
        });
    }

    Call commit() {
        String description = "Commits the transaction: all tables that it has changed, or none.";
        return new Call("commit", description, List.of(), VERSIONS, arguments -> {
            List<InternalRow> rows = new ArrayList<>();
            session.commit()
                    .forEach((table, version) -> rows.add(new GenericInternalRow(
                            new Object[] {UTF8String.fromString(table.toString()), version.number()})));
            return rows;
        });
    }

    Call rollback() {
        return new Call("rollback", "Gives up the transaction.", List.of(), STATE, arguments -> {
            session.rollback();
            return state("rolled back");
        });
    }

    private static List<InternalRow> state(String text) {
        return List.of(new GenericInternalRow(new Object[] {UTF8String.fromString(text)}));
    }
}
