package io.sluice.spark.procedures;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.procedures.BoundProcedure;
import org.apache.spark.sql.connector.catalog.procedures.ProcedureParameter;
import org.apache.spark.sql.connector.catalog.procedures.UnboundProcedure;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.StructType;

/** A procedure with one kind of result. */
final class Call implements UnboundProcedure {
    private final String name;
    private final String description;
    private final List<ProcedureParameter> parameters;
    private final StructType result;
    private final Body body;

    /** What a procedure does. */
    @FunctionalInterface
    interface Body {
        /** The rows of the result. */
        List<InternalRow> run(InternalRow arguments);
    }

    Call(String name, String description, List<ProcedureParameter> parameters, StructType result, Body body) {
        this.name = requireNonNull(name, "name");
        this.description = requireNonNull(description, "description");
        this.parameters = List.copyOf(parameters);
        this.result = requireNonNull(result, "result");
        this.body = requireNonNull(body, "body");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public BoundProcedure bind(StructType arguments) {
        return new Bound();
    }

    /**
     * Another object than the procedure itself: Spark runs what is bound before it has put arguments in their order.
     */
    private final class Bound implements BoundProcedure {
        @Override
        public String name() {
            return name;
        }

        @Override
        public String description() {
            return description;
        }

        @Override
        public ProcedureParameter[] parameters() {
            return parameters.toArray(ProcedureParameter[]::new);
        }

        @Override
        public boolean isDeterministic() {
            return false;
        }

        @Override
        public Iterator<Scan> call(InternalRow arguments) {
            List<InternalRow> rows = body.run(arguments);
            return List.<Scan>of(new Rows(result, rows)).iterator();
        }
    }

    private record Rows(StructType readSchema, List<InternalRow> list) implements LocalScan {
        @Override
        public InternalRow[] rows() {
            return list.toArray(InternalRow[]::new);
        }
    }
}
