package io.sluice.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.Test;

class SourceNameTest {
    private static final Identifier ORDERS = Identifier.of(new String[] {"sales"}, "orders");

    private static SourceName named(Map<String, String> options) {
        return SourceName.of(new CaseInsensitiveStringMap(options));
    }

    @Test
    void aTableIsNamedWithItsNamespaceOrIsInTheDefaultOne() {
        assertThat(named(Map.of("path", "sales.orders")))
                .isEqualTo(new SourceName(Optional.empty(), Optional.empty(), ORDERS));
        assertThat(named(Map.of("path", "orders")).table())
                .isEqualTo(Identifier.of(new String[] {"default"}, "orders"));
    }

    @Test
    void aCatalogIsNamedInFrontOrByAnOption() {
        SourceName expected = new SourceName(Optional.empty(), Optional.of("lake"), ORDERS);

        assertThat(named(Map.of("path", "lake.sales.orders"))).isEqualTo(expected);
        assertThat(named(Map.of("path", "sales.orders", "catalog", "lake"))).isEqualTo(expected);
    }

    @Test
    void aLakeIsNamedInFrontOrByAnOption() {
        SourceName expected = new SourceName(Optional.of("/data/my.lake"), Optional.empty(), ORDERS);

        assertThat(named(Map.of("path", "/data/my.lake#sales.orders"))).isEqualTo(expected);
        assertThat(named(Map.of("path", "sales.orders", "lake", "/data/my.lake")))
                .isEqualTo(expected);
    }

    @Test
    void whatNamesNoTableIsRefused() {
        assertThatThrownBy(() -> named(Map.of())).hasMessageContaining("no table is named");
        assertThatThrownBy(() -> named(Map.of("path", "a.b.c.d"))).hasMessageContaining("is not the name of a table");
        assertThatThrownBy(() -> named(Map.of("path", "/data/lake#sales.orders", "lake", "/other")))
                .hasMessageContaining("the option 'lake' is '/other'");
    }
}
