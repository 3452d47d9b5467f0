package dev.pglitej.internal.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExtensionsTest {
    @Test
    void allThatContribIsSaidToHaveIsThere() {
        List<String> contrib = Extensions.artifacts().entrySet().stream()
                .filter(entry -> entry.getValue().equals("pglitej-contrib"))
                .map(Map.Entry::getKey)
                .toList();

        assertThat(contrib).hasSizeGreaterThan(30);
        assertThatCode(() -> Extensions.check(contrib)).doesNotThrowAnyException();
    }

    @Test
    void whatHasToBePreloadedIsAddedToWhatIs() {
        assertThat(Extensions.settings(
                        List.of("pg_stat_statements"), Map.of("shared_preload_libraries", "auto_explain , x")))
                .isEqualTo(Map.of("shared_preload_libraries", "auto_explain,x,pg_stat_statements"));
        assertThat(Extensions.settings(List.of("pg_trgm"), Map.of())).isEmpty();
    }
}
