package dev.pglitej.internal.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExtensionsTest {
    private static final Extensions SOME = Extensions.of(
            List.of("extension bm25", "extension ranking rank_lib", "library watcher"),
            List.of("pglitej-search bm25 ranking", "pglitej-maps place"));

    @Test
    void allThatContribIsSaidToHaveIsThere() {
        List<String> contrib = new ArrayList<>();
        for (String line : Artifacts.known()) {
            if (line.startsWith("pglitej-contrib ")) contrib.addAll(List.of(line.split(" ", -1)));
        }
        contrib.remove("pglitej-contrib");

        assertThat(contrib).hasSizeGreaterThan(30);
        assertThatCode(() -> Extensions.present().check(contrib)).doesNotThrowAnyException();
    }

    @Test
    void contribSaysWhatHasToBePreloaded() {
        assertThat(Extensions.present().settings(List.of("pg_stat_statements", "pg_trgm"), Map.of()))
                .isEqualTo(Map.of("shared_preload_libraries", "pg_stat_statements"));
    }

    @Test
    void whatHasToBePreloadedIsAddedToWhatIs() {
        assertThat(SOME.settings(List.of("ranking"), Map.of("shared_preload_libraries", "auto_explain , x")))
                .isEqualTo(Map.of("shared_preload_libraries", "auto_explain,x,rank_lib"));
        assertThat(SOME.settings(List.of("bm25"), Map.of())).isEmpty();
    }

    @Test
    void whatIsMissingIsNamedWithItsArtifact() {
        assertThatThrownBy(() -> SOME.check(List.of("place")))
                .hasMessage("extension place is not on the class path; add the dependency dev.pglitej:pglitej-maps");
        assertThatThrownBy(() -> SOME.check(List.of("watcher")))
                .hasMessageStartingWith("watcher is not an extension but a library");
        assertThatThrownBy(() -> SOME.check(List.of("b25")))
                .hasMessageStartingWith("there is no extension b25; known are bm25, place, ranking and plpgsql");
    }

    @Test
    void theArtifactOfAnExtensionIsKnownWithoutIt() {
        assertThat(Extensions.artifact("vector")).contains("dev.pglitej:pglitej-pgvector");
        assertThat(Extensions.artifact("none")).isEmpty();
    }
}
