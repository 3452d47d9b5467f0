package dev.pglitej.natives.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.natives.tools.BuildException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExtensionContentsTest {
    private static final String EXTENSION = "/pglite/share/postgresql/extension/";
    private static final String LIBRARY = "/pglite/lib/postgresql/";
    private static final byte[] EMPTY = {};

    private static byte[] control(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void extensionsAreListedWithTheLibrariesToPreloadAndLibrariesThatNoExtensionLoads() {
        ExtensionContents contents = new ExtensionContents();
        contents.add(Map.of(
                EXTENSION + "seg.control", control("module_pathname = '$libdir/seg'\n"),
                EXTENSION + "seg--1.0.sql", EMPTY,
                LIBRARY + "seg.so", EMPTY));
        contents.add(Map.of(
                EXTENSION + "rank.control", control("comment = 'x'\nmodule_pathname='$libdir/rank_lib'\n"),
                EXTENSION + "queue.control", control("default_version = '1'\n"),
                LIBRARY + "rank_lib.so", EMPTY));
        contents.add(Map.of(LIBRARY + "auto_explain.so", EMPTY));

        assertThat(contents.list(Set.of("rank", "queue"))).isEqualTo("""
                extension queue queue
                extension rank rank_lib
                extension seg
                library auto_explain
                """);
    }

    @Test
    void whatCannotBePreloadedIsNamed() {
        ExtensionContents contents = new ExtensionContents();
        contents.add(Map.of(EXTENSION + "seg.control", EMPTY));

        assertThatThrownBy(() -> contents.list(Set.of("sgo")))
                .isInstanceOf(BuildException.class)
                .hasMessage("sgo cannot be preloaded: the archives have no such extension, but [seg]");
    }
}
