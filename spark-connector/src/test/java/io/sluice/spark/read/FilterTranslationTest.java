package io.sluice.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.scan.Predicate;
import io.sluice.scan.Predicate.And;
import io.sluice.scan.Predicate.Comparison;
import io.sluice.scan.Predicate.In;
import io.sluice.scan.Predicate.IsNotNull;
import io.sluice.scan.Predicate.IsNull;
import io.sluice.scan.Predicate.Operator;
import io.sluice.scan.Predicate.Or;
import io.sluice.scan.Predicate.StartsWith;
import io.sluice.table.DataType;
import io.sluice.table.DataType.Primitive;
import io.sluice.table.DataType.Struct;
import io.sluice.table.Field;
import io.sluice.table.TableSchema;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.FieldReference;
import org.apache.spark.sql.connector.expressions.LiteralValue;
import org.apache.spark.sql.connector.expressions.filter.AlwaysFalse;
import org.apache.spark.sql.connector.expressions.filter.AlwaysTrue;
import org.apache.spark.sql.connector.expressions.filter.Not;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class FilterTranslationTest {
    private static final TableSchema SCHEMA = TableSchema.of(
            Field.optional("id", Primitive.LONG),
            Field.optional("small", Primitive.SHORT),
            Field.optional("ratio", Primitive.DOUBLE),
            Field.optional("rough", Primitive.FLOAT),
            Field.optional("name", Primitive.STRING),
            Field.optional("ok", Primitive.BOOLEAN),
            Field.optional("day", Primitive.DATE),
            Field.optional("at", Primitive.TIMESTAMP),
            Field.optional("local", Primitive.TIMESTAMP_NTZ),
            Field.optional("price", new DataType.Decimal(10, 2)),
            Field.optional("raw", Primitive.BINARY),
            Field.optional("with.dot", Primitive.LONG),
            Field.optional("s", new Struct(List.of(Field.optional("x", Primitive.LONG)))),
            Field.optional("t", new Struct(List.of(Field.optional("x", Primitive.LONG)))),
            Field.optional("t.x", Primitive.LONG));

    private static Expression column(String... names) {
        return new FieldReference(
                scala.jdk.javaapi.CollectionConverters.asScala(List.of(names)).toSeq());
    }

    private static Expression number(long value) {
        return new LiteralValue<>(value, DataTypes.LongType);
    }

    private static Expression number(double value) {
        return new LiteralValue<>(value, DataTypes.DoubleType);
    }

    private static Expression text(String value) {
        return new LiteralValue<>(UTF8String.fromString(value), DataTypes.StringType);
    }

    private static Expression none() {
        return new LiteralValue<>(null, DataTypes.LongType);
    }

    private static org.apache.spark.sql.connector.expressions.filter.Predicate filter(
            String name, Expression... children) {
        return new org.apache.spark.sql.connector.expressions.filter.Predicate(name, children);
    }

    private static org.apache.spark.sql.connector.expressions.filter.Predicate not(
            org.apache.spark.sql.connector.expressions.filter.Predicate negated) {
        return new Not(negated);
    }

    private static Optional<Predicate> translated(org.apache.spark.sql.connector.expressions.filter.Predicate filter) {
        return new FilterTranslation(SCHEMA).translate(filter);
    }

    private static Optional<Predicate> compared(String column, Operator operator, Comparable<?> value) {
        return Optional.of(new Comparison(column, operator, value));
    }

    @Test
    void comparisonsKeepTheirOperatorOnEitherSide() {
        assertThat(translated(filter("=", column("id"), number(3)))).isEqualTo(compared("id", Operator.EQUAL, 3L));
        assertThat(translated(filter("<", number(3), column("id")))).isEqualTo(compared("id", Operator.GREATER, 3L));
        assertThat(translated(filter("<=>", column("id"), number(3)))).isEqualTo(compared("id", Operator.EQUAL, 3L));
        assertThat(translated(filter("<=>", column("id"), none()))).contains(new IsNull("id"));
        assertThat(translated(filter("=", column("id"), none()))).isEmpty();
        assertThat(translated(filter("=", column("id"), column("small")))).isEmpty();
    }

    @Test
    void anOrWithASideThatCannotBeToldIsNotToldAtAll() {
        var known = filter("=", column("id"), number(1));
        var unknown = filter("CONTAINS", column("name"), text("x"));

        assertThat(translated(filter("OR", known, unknown))).isEmpty();
        assertThat(translated(filter("OR", unknown, known))).isEmpty();
        assertThat(translated(filter("AND", known, unknown))).isEmpty();
        assertThat(translated(not(filter("AND", known, unknown)))).isEmpty();
        assertThat(translated(filter("OR", known, filter("IS_NULL", column("id")))))
                .contains(new Or(List.of(new Comparison("id", Operator.EQUAL, 1L), new IsNull("id"))));
    }

    @Test
    void negationsAreTrueOnlyWhereTheFilterIsFalse() {
        assertThat(translated(not(filter("<", column("id"), number(1)))))
                .isEqualTo(compared("id", Operator.GREATER_OR_EQUAL, 1L));
        assertThat(translated(not(filter("IS_NULL", column("id"))))).contains(new IsNotNull("id"));
        assertThat(translated(not(filter("IN", column("id"), number(1), number(2)))))
                .contains(new And(List.of(
                        new Comparison("id", Operator.NOT_EQUAL, 1L), new Comparison("id", Operator.NOT_EQUAL, 2L))));
        assertThat(translated(not(filter("IN", column("id"), number(1), none()))))
                .isEmpty();
        assertThat(translated(not(filter("<=>", column("id"), number(1))))).isEmpty();
        assertThat(translated(
                        not(filter("OR", filter("=", column("id"), number(1)), filter(">", column("id"), number(5))))))
                .contains(new And(List.of(
                        new Comparison("id", Operator.NOT_EQUAL, 1L),
                        new Comparison("id", Operator.LESS_OR_EQUAL, 5L))));
    }

    @Test
    void listsLeaveOutNullsAndPrefixesAreOfTexts() {
        assertThat(translated(filter("IN", column("name"), text("a"), text("b"))))
                .contains(new In("name", List.of("a", "b")));
        assertThat(translated(filter("IN", column("id"), number(1), none()))).contains(new In("id", List.of(1L)));
        assertThat(translated(filter("IN", column("id"), none()))).contains(Predicate.NONE);
        assertThat(translated(filter("STARTS_WITH", column("name"), text("ab"))))
                .contains(new StartsWith("name", "ab"));
        assertThat(translated(new AlwaysTrue())).contains(Predicate.ALL);
        assertThat(translated(new AlwaysFalse())).contains(Predicate.NONE);
    }

    @Test
    void boundsOfFloatingNumbersAreNotTrustedWithNaNAndZero() {
        assertThat(translated(filter("<", column("ratio"), number(1.5))))
                .isEqualTo(compared("ratio", Operator.LESS, 1.5));
        assertThat(translated(filter(">", column("ratio"), number(1.5)))).isEmpty();
        assertThat(translated(not(filter("<", column("ratio"), number(1.5))))).isEmpty();
        assertThat(translated(filter("<>", column("ratio"), number(1.5)))).isEmpty();
        assertThat(translated(filter("=", column("ratio"), number(0.0)))).isEmpty();
        assertThat(translated(filter("<", column("ratio"), number(-0.0)))).isEmpty();
        assertThat(translated(filter("=", column("ratio"), number(Double.NaN)))).isEmpty();
        assertThat(translated(filter("=", column("rough"), new LiteralValue<>(1.5f, DataTypes.FloatType))))
                .isEmpty();
    }

    @Test
    void valuesAreThoseOfTheColumnsKind() {
        assertThat(translated(filter("=", column("day"), new LiteralValue<>(19_000, DataTypes.DateType))))
                .isEqualTo(compared("day", Operator.EQUAL, 19_000L));
        assertThat(translated(filter("=", column("day"), new LiteralValue<>(19_000, DataTypes.IntegerType))))
                .isEmpty();
        assertThat(translated(filter("<", column("at"), new LiteralValue<>(5L, DataTypes.TimestampType))))
                .isEqualTo(compared("at", Operator.LESS, 5L));
        assertThat(translated(filter("<", column("at"), new LiteralValue<>(5L, DataTypes.TimestampNTZType))))
                .isEmpty();
        assertThat(translated(filter("<", column("local"), new LiteralValue<>(5L, DataTypes.TimestampNTZType))))
                .isEqualTo(compared("local", Operator.LESS, 5L));
        assertThat(translated(filter("=", column("small"), new LiteralValue<>((short) 7, DataTypes.ShortType))))
                .isEqualTo(compared("small", Operator.EQUAL, 7L));
        Decimal price = Decimal.apply(new BigDecimal("1.50"), 10, 2);
        assertThat(translated(filter("=", column("price"), new LiteralValue<>(price, new DecimalType(10, 2)))))
                .isEqualTo(compared("price", Operator.EQUAL, new BigDecimal("1.50")));
        assertThat(translated(filter("=", column("ok"), new LiteralValue<>(true, DataTypes.BooleanType))))
                .isEqualTo(compared("ok", Operator.EQUAL, true));
        assertThat(translated(filter("=", column("ok"), new AlwaysFalse())))
                .isEqualTo(compared("ok", Operator.EQUAL, false));
        assertThat(translated(filter("IS_NULL", column("raw")))).isEmpty();
    }

    @Test
    void fieldsWithinStructsAreNamedByTheirPathUnlessItHasTwoMeanings() {
        assertThat(translated(filter("=", column("s", "x"), number(1)))).isEqualTo(compared("s.x", Operator.EQUAL, 1L));
        assertThat(translated(filter("=", column("S", "X"), number(1)))).isEqualTo(compared("S.X", Operator.EQUAL, 1L));
        assertThat(translated(filter("=", column("t", "x"), number(1)))).isEmpty();
        assertThat(translated(filter("=", column("with.dot"), number(1)))).isEmpty();
        assertThat(translated(filter("IS_NULL", column("s")))).isEmpty();
    }
}
