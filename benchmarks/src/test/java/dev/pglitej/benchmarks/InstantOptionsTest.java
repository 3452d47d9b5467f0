package dev.pglitej.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InstantOptionsTest {
    @Test
    void withoutArgumentsAllIsMeasured() {
        InstantOptions options = InstantOptions.parse();

        assertThat(options.isQuick()).isFalse();
        assertThat(options.isAskedFor("warm")).isTrue();
        assertThat(options.isAskedFor("template")).isTrue();
    }

    @Test
    void measurementsCanBeChosen() {
        InstantOptions options = InstantOptions.parse("--quick", "--only", "copies,memory");

        assertThat(options.isQuick()).isTrue();
        assertThat(options.isAskedFor("copies")).isTrue();
        assertThat(options.isAskedFor("warm")).isFalse();
    }

    @Test
    void whatItDoesNotKnowIsRefused() {
        assertThatThrownBy(() -> InstantOptions.parse("--fast"))
                .isInstanceOf(UsageException.class)
                .hasMessage("unknown option --fast");
        assertThatThrownBy(() -> InstantOptions.parse("--only", "speed"))
                .isInstanceOf(UsageException.class)
                .hasMessage("there is no measurement speed");
        assertThatThrownBy(() -> InstantOptions.parse("--only"))
                .isInstanceOf(UsageException.class)
                .hasMessage("--only needs a value");
    }

    @Test
    void eachEngineAnswersItsFirstRow() throws Exception {
        assertThat(Engine.PGLITEJ.firstRow()).isPositive();
        assertThat(Engine.H2.firstRow()).isPositive();
    }
}
