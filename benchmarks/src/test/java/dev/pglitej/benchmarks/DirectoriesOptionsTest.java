package dev.pglitej.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class DirectoriesOptionsTest {
    @Test
    void withoutArgumentsEverythingIsMeasured() {
        assertThat(DirectoriesOptions.parse()).isEqualTo(new DirectoriesOptions(false, DirectoriesOptions.NAMES));
    }

    @Test
    void optionsMayComeInAnyOrder() {
        DirectoriesOptions expected = new DirectoriesOptions(true, Set.of("clients", "slow-reads"));

        assertThat(DirectoriesOptions.parse("--quick", "--only", "slow-reads,clients"))
                .isEqualTo(expected);
        assertThat(DirectoriesOptions.parse("--only", "clients,slow-reads", "--quick"))
                .isEqualTo(expected);
    }

    @Test
    void aMeasurementWithASlowFsyncIsAnotherThanTheSameWithout() {
        DirectoriesOptions options = DirectoriesOptions.parse("--only", "slow-clients,commits");

        assertThat(WaitsForDisk.isAskedFor("slow-", options)).isTrue();
        assertThat(WaitsForDisk.isAskedFor("", options)).isFalse();
    }

    @Test
    void theHelpNamesEveryMeasurement() {
        assertThat(DirectoriesOptions.USAGE).contains(DirectoriesOptions.NAMES);
    }

    @Test
    void whatIsUnknownIsRefusedByName() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> DirectoriesOptions.parse("--only", "clients,speed"))
                .withMessage("there is no measurement speed");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> DirectoriesOptions.parse("--slow"))
                .withMessage("unknown option --slow");
    }
}
