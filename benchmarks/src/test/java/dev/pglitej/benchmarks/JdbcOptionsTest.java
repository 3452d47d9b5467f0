package dev.pglitej.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class JdbcOptionsTest {
    @Test
    void everythingIsMeasuredUnlessSomethingIsNamed() {
        assertThat(JdbcOptions.parse().work())
                .extracting(JdbcWork::name)
                .containsExactlyInAnyOrderElementsOf(JdbcOptions.NAMES);
        assertThat(JdbcOptions.parse("--quick", "--only", "read").work())
                .containsExactly(new JdbcWork.Read("read", 100_000, 0));
    }

    @Test
    void whatIsNotThereIsRefused() {
        assertThatThrownBy(() -> JdbcOptions.parse("--only", "write")).hasMessage("there is no measurement write");
        assertThatThrownBy(() -> JdbcOptions.parse("--fast")).hasMessage("unknown option --fast");
    }
}
