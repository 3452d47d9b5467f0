package dev.pglitej.internal.kernel.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The imports of the published modules, each of which somebody answers. The lists are those of their import sections. */
final class AbiCoverageTest {

    /** What the engine's runtime does itself. */
    private static final Set<String> RUNTIME = Set.of(
            "env.memory",
            "env._emscripten_runtime_keepalive_clear",
            "env._emscripten_throw_longjmp",
            "env.emscripten_date_now",
            "env.emscripten_get_heap_max",
            "env.emscripten_get_now",
            "env.emscripten_resize_heap",
            "wasi_snapshot_preview1.clock_time_get",
            "wasi_snapshot_preview1.random_get");

    /** What the translator generates. */
    private static final String GENERATED = "env.invoke_";

    /**
     * Whole calls that answer nothing but ENOSYS: none. On purpose refused in part are: _setitimer_js for the virtual and profiling
     * timers (ENOSYS), record locks of fcntl64 (ENOLCK), ioctl (ENOTTY), socket (EAFNOSUPPORT: there is no network), fallocate with
     * a mode (EOPNOTSUPP).
     */
    private static final Set<String> NOT_SUPPORTED = Set.of();

    private final Set<String> implemented =
            Stream.of(SystemCall.values()).map(SystemCall::importName).collect(Collectors.toCollection(TreeSet::new));

    @ParameterizedTest
    @ValueSource(strings = {"pglite.imports", "initdb.imports"})
    void everyImportIsAnsweredBySomebody(String list) throws IOException {
        Set<String> unanswered = imports(list).stream()
                .filter(name -> !RUNTIME.contains(name) && !name.startsWith(GENERATED) && !NOT_SUPPORTED.contains(name))
                .filter(name -> !implemented.contains(name.substring(name.indexOf('.') + 1)))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(unanswered).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(SystemCall.class)
    void everySystemCallIsImplemented(SystemCall call) {
        Throwable thrown = catchThrowable(() -> new Machine().callLong(call.importName(), new long[8]));

        assertThat(thrown == null ? "" : String.valueOf(thrown.getMessage())).doesNotContain("nothing implements");
    }

    @Test
    void nothingIsImplementedThatNobodyImports() throws IOException {
        Set<String> imported = new TreeSet<>();
        for (String list : List.of("pglite.imports", "initdb.imports")) {
            imports(list).forEach(name -> imported.add(name.substring(name.indexOf('.') + 1)));
        }

        assertThat(imported).containsAll(implemented);
    }

    @Test
    void whatTheRuntimeDoesItselfIsLeftToIt() {
        assertThat(RUNTIME).noneMatch(name -> implemented.contains(name.substring(name.indexOf('.') + 1)));
    }

    private static List<String> imports(String list) throws IOException {
        try (InputStream in = AbiCoverageTest.class.getResourceAsStream(list)) {
            assertThat(in).as(list).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
