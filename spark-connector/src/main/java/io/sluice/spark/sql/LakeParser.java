package io.sluice.spark.sql;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.ParameterContext;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;

/**
 * Reads the statements that a lake has beside those of Spark, as calls of the lake's procedures. All others, and those
 * about tables of other catalogs, are the next parser's: another extension's or Spark's own.
 */
public final class LakeParser implements ParserInterface {
    private final LakeStatements statements;
    private final ParserInterface next;

    /** @param catalogs tells which tables belong to lakes */
    public LakeParser(LakeCatalogs catalogs, ParserInterface next) {
        this.statements = new LakeStatements(requireNonNull(catalogs, "catalogs"));
        this.next = requireNonNull(next, "next");
    }

    @Override
    public LogicalPlan parsePlan(String sql) throws ParseException {
        return plan(sql, next::parsePlan);
    }

    @Override
    public LogicalPlan parsePlanWithParameters(String sql, ParameterContext parameters) throws ParseException {
        return plan(sql, text -> next.parsePlanWithParameters(text, parameters));
    }

    private LogicalPlan plan(String sql, Parsing parsing) throws ParseException {
        Optional<String> insert = statements.evolvingInsert(sql);
        if (insert.isEmpty()) {
            return parsing.plan(statements.call(sql).orElse(sql));
        }
        try {
            return parsing.plan(sql);
        } catch (ParseException unknown) {
            // Spark 4.1, which does not have the statement: the option says the same.
            return Targets.merging(parsing.plan(insert.get()));
        }
    }

    private interface Parsing {
        LogicalPlan plan(String sql) throws ParseException;
    }

    @Override
    public LogicalPlan parseQuery(String sql) throws ParseException {
        return next.parseQuery(sql);
    }

    @Override
    public Expression parseExpression(String sql) throws ParseException {
        return next.parseExpression(sql);
    }

    @Override
    public TableIdentifier parseTableIdentifier(String sql) throws ParseException {
        return next.parseTableIdentifier(sql);
    }

    @Override
    public FunctionIdentifier parseFunctionIdentifier(String sql) throws ParseException {
        return next.parseFunctionIdentifier(sql);
    }

    @Override
    public Seq<String> parseMultipartIdentifier(String sql) throws ParseException {
        return next.parseMultipartIdentifier(sql);
    }

    @Override
    public StructType parseRoutineParam(String sql) throws ParseException {
        return next.parseRoutineParam(sql);
    }

    @Override
    public StructType parseTableSchema(String sql) throws ParseException {
        return next.parseTableSchema(sql);
    }

    @Override
    public DataType parseDataType(String sql) throws ParseException {
        return next.parseDataType(sql);
    }
}
