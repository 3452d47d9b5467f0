package dev.pglitej.internal.engine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MappingsTest {

    @Test
    void whatIsLeftCanBeHadWithoutCounting() {
        Mappings mappings = new Mappings(1, 100);

        assertThatCode(() -> mappings.take(60)).doesNotThrowAnyException();
        assertThatCode(() -> mappings.take(40)).doesNotThrowAnyException();
    }

    @Test
    void whereTooFewAreLeftTheMessageNamesTheLimit() {
        Mappings mappings = new Mappings(20, 0);

        assertThatThrownBy(() -> mappings.take(1))
                .isInstanceOf(ExhaustedException.class)
                .hasMessageMatching("this JVM has [1-9][0-9]* memory mappings of the 20 that .*")
                .hasMessageContaining("sysctl -w vm.max_map_count=");
    }

    @Test
    void countingAgainFindsWhatIsFreeNow() {
        Mappings mappings = new Mappings(60_000, 0);

        assertThatCode(() -> {
                    for (int i = 0; i < 100; i++) mappings.take(1_000);
                })
                .doesNotThrowAnyException();
    }
}
