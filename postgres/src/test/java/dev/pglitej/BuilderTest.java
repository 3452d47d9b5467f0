package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the builder refuses before anything is opened: the message has the value, and what it may be. */
final class BuilderTest {
    private final PGlite.Builder builder = PGlite.builder();

    @ParameterizedTest
    @ValueSource(strings = {"", "work mem", "work_mem=1", "1st", "work_mem\n"})
    void whatCannotBeTheNameOfASettingIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.setting(name, "64MB"))
                .withMessage("'" + name + "' is not the name of a setting of postgresql.conf");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 6})
    void aDebugLevelThatPostgresDoesNotHaveIsRefused(int level) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.debugLevel(level))
                .withMessage("the debug level is " + level + ", but must be 0 to 5");
    }

    @Test
    void amountsOfMemoryThatMakeNoSenseAreRefusedByTheirNames() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.memoryLimit("lots"))
                .withMessageContaining("memoryLimit is 'lots'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.dataLimit("0"))
                .withMessageContaining("dataLimit is '0'");
    }

    @Test
    void memoryThatPostgresCannotBeginWithIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.memoryLimit(1))
                .withMessageContaining("the memory limit is 1 bytes, but must be at least");
    }
}
