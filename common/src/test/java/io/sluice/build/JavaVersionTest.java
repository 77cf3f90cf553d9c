package io.sluice.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The build compiles on a newer JDK; this is the proof that tests still run on the oldest one that users have. */
class JavaVersionTest {
    @Test
    void testsRunOnTheOldestSupportedJava() {
        assertThat(Runtime.version().feature()).isEqualTo(17);
    }
}
