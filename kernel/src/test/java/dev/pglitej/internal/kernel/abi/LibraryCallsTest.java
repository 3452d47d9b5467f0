package dev.pglitej.internal.kernel.abi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.engine.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class LibraryCallsTest {

    private static final int HANDLE = 1024;

    private final Machine machine = new Machine();
    private final List<String> errors = new ArrayList<>();

    LibraryCallsTest() {
        machine.exports.add("__dl_seterr", arguments -> {
            errors.add(machine.memory.cString((int) arguments[0]));
            return 0;
        });
        machine.addLibrary(
                "/lib/known.so", symbol -> symbol.equals("present") ? OptionalInt.of(7000) : OptionalInt.empty());
    }

    private int open(String path) {
        machine.memory.putCString(HANDLE + 36, 200, path);
        return machine.call("_dlopen_js", HANDLE);
    }

    private int find(String symbol) {
        return machine.call("_dlsym_js", HANDLE, machine.text(symbol), 0);
    }

    @Test
    void symbolsOfALibraryAreFound() {
        assertThat(open("/lib/known.so")).isEqualTo(1);
        assertThat(find("present")).isEqualTo(7000);
        assertThat(errors).isEmpty();
    }

    @Test
    void symbolsOfTheMainProgramAreFoundByItsHandleAndBehindIt() {
        machine.setProgram(symbol -> symbol.equals("main") ? OptionalInt.of(1) : OptionalInt.empty());
        machine.setBehindProgram(symbol -> symbol.equals("plugin") ? OptionalInt.of(2) : OptionalInt.empty());

        assertThat(machine.call("_dlsym_js", 0, machine.text("main"), 0)).isEqualTo(1);
        assertThat(machine.call("_dlsym_js", -1, machine.text("plugin"), 0)).isEqualTo(2);
        assertThat(machine.call("_dlsym_js", 0, machine.text("getentropy"), 0)).isZero();
        assertThat(machine.call("_dlsym_js", -1, machine.text("main"), 0)).isZero();
        assertThat(errors).containsExactly("undefined symbol: getentropy", "undefined symbol: main");
    }

    @Test
    void whatKeepsALibraryFromBeingLoadedIsToldByDlerror() {
        machine.addBrokenLibrary("/lib/broken.so", new EngineException("it has no memory"));

        assertThat(open("/lib/broken.so")).isZero();
        assertThat(find("present")).isZero();

        assertThat(errors).containsExactly("/lib/broken.so: it has no memory", "present: it has no memory");
    }

    @Test
    void aMissingLibraryOrSymbolIsToldByDlerror() {
        assertThat(open("/lib/100%s.so")).isZero();
        open("/lib/known.so");
        assertThat(find("absent")).isZero();

        assertThat(errors).hasSize(2);
        assertThat(errors.get(0)).contains("/lib/100%%s.so: ");
        assertThat(errors.get(1)).isEqualTo("undefined symbol: absent");
    }
}
