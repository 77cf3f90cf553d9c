package io.sluice.trino.read;

import io.trino.spi.type.BigintType;
import io.trino.spi.type.BooleanType;
import io.trino.spi.type.DateType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.IntegerType;
import io.trino.spi.type.RealType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.Type;
import io.trino.spi.type.TypeOperators;
import io.trino.spi.type.VarbinaryType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Which types Trino's reader reads values of a file as. */
final class StoredTypes {
    static final TypeOperators OPERATORS = new TypeOperators();

    private StoredTypes() {}

    /** The wanted type where the reader can give it, else the one that {@link Widening} begins with. */
    static Type read(Type wanted, PrimitiveType stored) {
        LogicalTypeAnnotation annotation = stored.getLogicalTypeAnnotation();
        if ((wanted.equals(DoubleType.DOUBLE) || wanted instanceof DecimalType) && isWholeNumber(stored)) {
            return BigintType.BIGINT;
        }
        if (wanted.equals(TimestampType.TIMESTAMP_MICROS) && annotation instanceof DateLogicalTypeAnnotation) {
            return DateType.DATE;
        }
        if (wanted.equals(TimestampWithTimeZoneType.TIMESTAMP_TZ_MICROS)
                && annotation instanceof TimestampLogicalTypeAnnotation timestamp
                && timestamp.getUnit() == TimeUnit.MILLIS) {
            return TimestampWithTimeZoneType.TIMESTAMP_TZ_MILLIS;
        }
        return wanted;
    }

    private static boolean isWholeNumber(PrimitiveType stored) {
        LogicalTypeAnnotation annotation = stored.getLogicalTypeAnnotation();
        PrimitiveTypeName name = stored.getPrimitiveTypeName();
        return (name == PrimitiveTypeName.INT32 || name == PrimitiveTypeName.INT64)
                && (annotation == null || annotation instanceof IntLogicalTypeAnnotation);
    }

    /** A type that the file's values can be read as, whatever the table says. */
    static Type own(PrimitiveType stored) {
        if (stored.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal) {
            return DecimalType.createDecimalType(decimal.getPrecision(), decimal.getScale());
        }
        return switch (stored.getPrimitiveTypeName()) {
            case BOOLEAN -> BooleanType.BOOLEAN;
            case INT32 -> isWholeNumber(stored) ? IntegerType.INTEGER : DateType.DATE;
            case INT64 -> BigintType.BIGINT;
            case INT96 -> TimestampType.TIMESTAMP_MICROS;
            case FLOAT -> RealType.REAL;
            case DOUBLE -> DoubleType.DOUBLE;
            case BINARY, FIXED_LEN_BYTE_ARRAY -> VarbinaryType.VARBINARY;
        };
    }
}
