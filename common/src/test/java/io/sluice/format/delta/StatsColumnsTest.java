package io.sluice.format.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StatsColumnsTest {
    @Test
    void namedColumnsAndTheirFieldsAreChosenInAnyCase() {
        StatsColumns columns = named(" id, Place.X,`odd`");

        assertThat(columns).accepts("ID", "place.x", "place.x.y", "odd");
        assertThat(columns).rejects("place", "place.y", "idx");
    }

    @Test
    void betweenBackticksCommasAndDoubledBackticksBelongToTheName() {
        StatsColumns columns = named("`a,b`,`c``d`,e");

        assertThat(columns).accepts("a,b", "c`d", "e");
        assertThat(columns).rejects("a", "b", "cd");
    }

    @Test
    void withoutNamesTheFirstColumnsAreChosen() {
        StatsColumns columns = new StatsColumns(Map.of(StatsColumns.COUNT, "2"));

        assertThat(columns).accepts("x", "y");
        assertThat(columns).rejects("z");
    }

    private static StatsColumns named(String names) {
        return new StatsColumns(Map.of(StatsColumns.NAMED, names));
    }
}
