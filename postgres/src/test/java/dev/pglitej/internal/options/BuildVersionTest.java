package dev.pglitej.internal.options;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildVersionTest {
    @Test
    void theBuildWritesItsVersion() {
        assertThat(BuildVersion.current().text()).matches("[0-9]+\\.[0-9]+.*");
    }

    @ParameterizedTest
    @CsvSource({"0.1.0-SNAPSHOT, 0, 1", "12.34.5, 12, 34", "2-beta, 2, 0", "unknown, 0, 0"})
    void itsFirstTwoNumbersAreMajorAndMinor(String text, int major, int minor) {
        BuildVersion version = new BuildVersion(text);

        assertThat(version.major()).isEqualTo(major);
        assertThat(version.minor()).isEqualTo(minor);
    }
}
