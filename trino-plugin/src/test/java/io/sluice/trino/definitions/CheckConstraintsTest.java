package io.sluice.trino.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.DataType.Primitive;
import io.sluice.table.Field;
import io.sluice.table.TableSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckConstraintsTest {
    private static final TableSchema SCHEMA = TableSchema.of(
            Field.optional("Id", Primitive.LONG),
            Field.optional("name", Primitive.STRING),
            Field.optional("real", Primitive.DOUBLE),
            Field.optional("is", Primitive.BOOLEAN),
            Field.optional("bytes", Primitive.BINARY));

    @Test
    void comparisons_of_columns_and_literals_are_translated() {
        assertThat(CheckConstraints.translated(SCHEMA, "id>0 and Name==  'x y'"))
                .hasValue("coalesce((\"id\" > 0 AND \"name\" = 'x y'), false)");
        assertThat(CheckConstraints.translated(SCHEMA, "`is` is not null or (id in (1, 2.5) and real >= 1)"))
                .hasValue("coalesce((\"is\" IS NOT NULL OR ( \"id\" IN ( 1 , 2.5 ) AND \"real\" >= 1 )), false)");
        assertThat(CheckConstraints.translated(SCHEMA, "`is` or id between 1 and 2 or not name like 'a%'"))
                .hasValue("coalesce((\"is\" OR \"id\" BETWEEN 1 AND 2 OR NOT \"name\" LIKE 'a%'), false)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abs(id) > 0",
                "id <=> 1",
                "name = \"x\"",
                "name = 'a\\\\b'",
                "name = 'a''b'",
                "id > 1L",
                "id > 1e3",
                "bytes > 'x'",
                "unknown > 1",
                "not real > 0",
                "id / 2 > 1",
                "s.id > 1"
            })
    void what_may_mean_something_else_is_not(String condition) {
        assertThat(CheckConstraints.translated(SCHEMA, condition)).isEmpty();
    }
}
