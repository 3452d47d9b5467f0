package dev.pglitej.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class ResidentMemoryTest {
    @Test
    void rssAndPssAreReadInBytes() {
        List<String> lines = List.of(
                "5581f4a00000-7ffd3b1fe000 ---p 00000000 00:00 0                          [rollup]",
                "Rss:               43212 kB",
                "Pss:               21000 kB",
                "Pss_Dirty:         19000 kB");

        assertThat(ResidentMemory.parse(lines)).isEqualTo(new ResidentMemory(43212L * 1024, 21000L * 1024));
    }

    @Test
    void aMissingLineIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResidentMemory.parse(List.of("Rss: 1 kB")))
                .withMessageContaining("'Pss: ... kB'");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void thisProcessKeepsSomeMegabytesResident() {
        assertThat(ResidentMemory.of(ProcessHandle.current()).rss()).isGreaterThan(1 << 20);
    }
}
