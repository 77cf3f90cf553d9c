package io.sluice.lake;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.SluiceException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LakeUriTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://me:hunter2@host/db?warehouse=/data",
                "postgresql://me:x@hunter2@host/db?warehouse=/data",
                "postgresql://me:%hunter2@host/db?warehouse=/data",
                "postgresql://me:#hunter2@host/db?warehouse=/data",
                "postgresql://me:hunter2@host",
                "postgresql://me@host/db?warehouse=/data&password=hunter2",
                "postgresql://me@host/db?warehouse=/data&sslpassword=hunter2",
                "postgresql:///db?password=hunter2",
                "jdbc:postgresql://me:hunter2@host/db",
                "unity+https://me:hunter2@host?catalog=main",
                "file://me:hunter2@host/lake"
            })
    void aSecretThatStandsInAUriIsRefusedAndNeverRepeated(String uri) {
        assertThatThrownBy(() -> LakeUri.parse(uri))
                .isInstanceOf(SluiceException.class)
                .hasNoCause()
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("hunter2");
    }
}
