package io.sluice.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.SluiceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsolationLevelTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "WriteSerializable",
                "write-serializable",
                "WRITE_SERIALIZABLE",
                "write serializable",
                " writeserializable "
            })
    void usersMayWriteANameAsTheyLike(String text) {
        assertThat(IsolationLevel.parse(text)).isEqualTo(IsolationLevel.WRITE_SERIALIZABLE);
    }

    @Test
    void aNameThatIsNoneIsRefusedWithThoseThereAre() {
        assertThatThrownBy(() -> IsolationLevel.parse("chaos"))
                .isInstanceOf(SluiceException.class)
                .hasMessage("'chaos' is no isolation level: there are WriteSerializable and Serializable");
        assertThatThrownBy(() -> IsolationLevel.parse("chaos", "the option level"))
                .isInstanceOf(SluiceException.class)
                .hasMessage("the option level: 'chaos' is no isolation level: there are WriteSerializable and"
                        + " Serializable");
    }
}
