package dev.pglitej.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class IdleJvmTest {
    @Test
    void anIdleJvmLivesUntilItIsClosed() throws IOException {
        ProcessHandle jvm;
        try (IdleJvm idle = IdleJvm.startLike(ProcessHandle.current())) {
            jvm = idle.jvm();
            assertThat(jvm.isAlive()).isTrue();
        }

        assertThat(jvm.isAlive()).isFalse();
    }

    @Test
    void itHasTheOptionsOfTheOtherJvmThatAreAboutTheJvmItself() {
        assertThat(IdleJvm.jvmOptions(
                        "-Xmx64m",
                        "-Dpglitej.home=/",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "Main",
                        "-Xss1m"))
                .containsExactly("-Xmx64m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED");
    }
}
