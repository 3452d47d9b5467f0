package dev.pglitej.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class SessionsOptionsTest {
    @Test
    void withoutArgumentsEverythingIsMeasured() {
        assertThat(SessionsOptions.parse()).isEqualTo(new SessionsOptions(10, 3, SessionsOptions.NAMES));
    }

    @Test
    void optionsMayComeInAnyOrder() {
        SessionsOptions expected = new SessionsOptions(2, 2, Set.of("connect", "tpcb"));

        assertThat(SessionsOptions.parse("--quick", "--only", "tpcb,connect")).isEqualTo(expected);
        assertThat(SessionsOptions.parse("--only", "connect,tpcb", "--quick")).isEqualTo(expected);
    }

    @Test
    void theHelpNamesEveryMeasurement() {
        assertThat(SessionsOptions.USAGE).contains(SessionsOptions.NAMES);
    }

    @Test
    void whatIsUnknownIsRefusedByName() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> SessionsOptions.parse("--only", "memory,speed"))
                .withMessage("there is no measurement speed");
    }
}
