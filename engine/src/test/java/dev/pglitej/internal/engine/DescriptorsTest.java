package dev.pglitej.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class DescriptorsTest {

    @Test
    void whereTooFewAreLeftTheMessageNamesTheLimit() {
        Descriptors descriptors = new Descriptors(3);

        assertThatThrownBy(() -> descriptors.take(1))
                .isInstanceOf(ExhaustedException.class)
                .hasMessageMatching("this JVM has [1-9][0-9]* file descriptors of the 3 that .*")
                .hasMessageContaining("ulimit -n");
    }

    @Test
    void countingAgainFindsWhatIsFreeNow() {
        Descriptors descriptors = new Descriptors(1_000);

        assertThatCode(() -> {
                    for (int i = 0; i < 100; i++) descriptors.take(50);
                })
                .doesNotThrowAnyException();
    }

    @Test
    void someAreKeptForTheJvm() {
        assertThatThrownBy(() -> new Descriptors(1_000).take(980)).isInstanceOf(ExhaustedException.class);
    }

    @Test
    void thisProcessMayOpenAFile() {
        assertThat(Descriptors.allow(1)).isTrue();
    }
}
