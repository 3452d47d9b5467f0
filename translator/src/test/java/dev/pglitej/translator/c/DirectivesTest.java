package dev.pglitej.translator.c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.translator.run.TranslatedModule;
import dev.pglitej.translator.wasm.TranslationException;
import dev.pglitej.translator.wat.Wat;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DirectivesTest {
    private static final byte[] MODULE = Wat.assemble("""
            (module
              (import "env" "given" (func $given (param i32) (result i32)))
              (func $square (export "square") (param i32) (result i32) (i32.mul (local.get 0) (local.get 0)))
              (func $internal (param i32 f64) (result f64)
                (f64.add (local.get 1) (f64.convert_i32_s (local.get 0))))
              (func (export "direct") (param i32) (result i32)
                (i32.add (call $square (local.get 0)) (i32.const 1)))
              (func (export "half") (param i32) (result f64)
                (call $internal (local.get 0) (f64.const 0.5)))
              (func $pid (export "pid") (result i32) (i32.add (i32.const 42) (i32.mul (i32.const 42) (i32.const 1000))))
              (func $otherPid (export "otherPid") (result i32) i32.const 42)
              (memory 1)
              (data (i32.const 16) "\\00\\10")
              (table 1 funcref)
              (elem (i32.const 0) func $deep)
              (func $deep (export "deep") (param i32) (result i32)
                local.get 0
                if (result i32)
                  (i32.add (i32.const 0)
                    (call_indirect (param i32) (result i32) (i32.sub (local.get 0) (i32.const 1)) (i32.const 0)))
                else
                  call $base
                end)
              (func $base (result i32) (i32.load (i32.const 16)))
              (func (export "unset") (result i32) (i32.load (i32.const 32)))
              (func (export "setNothing"))
              (data (i32.const 40) "\\03")
              (func (export "await") (param $struct i32) (result i32) (local $rounds i32)
                loop $again
                  (local.set $rounds (i32.add (local.get $rounds) (i32.const 1)))
                  (i32.load8_u offset=8 (local.get $struct))
                  br_if $again
                end
                local.get $rounds)
              (func (export "search") (param $at i32) (result i32)
                loop $again
                  (local.set $at (i32.add (local.get $at) (i32.const 1)))
                  (i32.load8_u offset=8 (local.get $at))
                  br_if $again
                end
                local.get $at)
              (func (export "count") (param $struct i32)
                loop $again
                  (i32.store (i32.const 64) (i32.add (i32.load (i32.const 64)) (i32.const 1)))
                  (i32.load8_u offset=8 (local.get $struct))
                  br_if $again
                end))
            """);

    @TempDir
    private Path directory;

    private TranslatedModule compile(String... directives) {
        return TranslatedModule.compile(MODULE, directory, directives);
    }

    @Test
    void aHookThatNobodyFillsRunsTheOriginal() {
        assertThat(compile("hook square").converse(List.of("call square 5", "call direct 5")))
                .containsExactly("ok 19", "ok 1a");
    }

    @Test
    void aFilledHookAnswersCallsFromInsideAndOutside() {
        assertThat(compile("hook square").converse(List.of("hook square", "call square 5", "call direct 5")))
                .containsExactly("host square 5", "ok 10", "host square 5", "ok 11");
    }

    @Test
    void theHostMayLetTheOriginalProceed() {
        assertThat(compile("hook #1 proceed_square i:i").converse(List.of("hook proceed_square", "call direct 5")))
                .containsExactly("host proceed_square 5", "ok 1a");
    }

    @Test
    void anInternalFunctionIsHookedByItsIndex() {
        assertThat(compile("hook #2 proceed_add id:d")
                        .converse(List.of("call half 1", "hook proceed_add", "call half 1")))
                .containsExactly("ok 3ff8000000000000", "host proceed_add 1 3fe0000000000000", "ok 3ff8000000000000");
    }

    @Test
    void anInternalFunctionBecomesAnExport() {
        assertThat(compile("export #2 add id:d").converse(List.of("call add 2 3ff0000000000000")))
                .containsExactly("ok 4008000000000000");
    }

    @Test
    void aConstantBecomesACellThatStartsWithItsValue() {
        TranslatedModule module = compile("constant #5 42 MyPid", "constant #6 42 MyPid");

        assertThat(module.converse(List.of("call pid", "call otherPid", "set MyPid 7", "call pid", "call otherPid")))
                .containsExactly("ok a43a", "ok 2a", "ok 1b5f", "ok 7");
    }

    @Test
    void theBaseOfTheStackIsFurtherAwayByWhatTheStackOfCHolds() {
        List<Integer> bases = compile("stack #8 16").converse(List.of("call deep 0", "call deep 64")).stream()
                .map(answer -> Integer.parseInt(answer.substring("ok ".length()), 16))
                .toList();

        assertThat(bases.get(0)).isGreaterThan(0x1000);
        assertThat(bases.get(1) - bases.get(0)).isBetween(100 * 8, 100 * 256);
    }

    @Test
    void withoutADirectiveTheBaseIsWhatTheProgramWroteThere() {
        assertThat(compile("# nothing").converse(List.of("call deep 0", "call deep 64")))
                .containsExactly("ok 1000", "ok 1000");
    }

    @Test
    void aBaseThatIsNotSetStaysUnset() {
        assertThat(compile("stack #9 32").converse(List.of("call unset"))).containsExactly("ok 0");
    }

    @Test
    void aLoopThatWaitsForAByteAsksTheHostAsLongAsTheByteIsSet() {
        assertThat(compile("wait #11 8 wait").converse(List.of("hook wait", "call await 20", "call await 20")))
                .containsExactly("host wait 28", "host wait 28", "host wait 28", "ok 4", "ok 1");
    }

    @Test
    void aLoopThatWaitsForAByteRunsAsItIsIfTheHostDoesNotWait() {
        assertThat(compile("wait #11 8 wait").converse(List.of("call await 30")))
                .containsExactly("ok 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    another field                 | wait #11 4 wait
                    a loop that looks elsewhere   | wait #12 8 wait
                    a loop that stores            | wait #13 8 wait
                    a function without a loop     | wait #1 8 wait
                    """)
    void aWaitThatIsNotThereIsRefused(String ignored, String directive) {
        assertThatThrownBy(() -> compile(directive))
                .isInstanceOf(TranslationException.class)
                .hasMessageContaining("has 0 loops that wait for the byte at offset");
    }

    @Test
    void theHostWaitsUnderOneName() {
        assertThatThrownBy(() -> compile("wait #11 8 wait", "wait #12 8 other"))
                .hasMessageContaining("the host waits under another name already");
    }

    @Test
    void commentsAndEmptyLinesAreNoDirectives() {
        assertThat(compile("# all of them", "", "  hook square # the first").converse(List.of("call square 3")))
                .containsExactly("ok 9");
    }

    @Test
    void theAddressOfAVariableBecomesAnExport() {
        TranslatedModule module = compile("variable length 40", "hook square", "constant #5 42 MyPid");

        assertThat(module.converse(List.of("get length", "get MyPid", "call pid")))
                .containsExactly("ok 28", "ok 2a", "ok a43a");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    hook missing                | the module exports no function of this name
                    hook #1 square i:j          | function 1 has the signature i:i
                    hook #0 given i:i           | function 0 is not one that the module defines
                    hook #99 far i:i            | function 99 is not one that the module defines
                    hook #x far i:i             | "x" is not a number
                    hook 1 far i:i              | a function is given as #INDEX, not as 1
                    export #2 square id:d       | export square is there already
                    export #2 add xd:d          | 'x' is not a type
                    export #2 add d             | has no colon
                    variable square 16          | export square is there already
                    variable length 4x          | "4x" is not a number
                    constant #5 43 MyPid        | function 5 has no constant 43
                    constant #5 42 square       | export square is there already
                    stack #5 16                 | function 5 has no constant 16
                    replace square              | unknown; known are hook NAME
                    """)
    void aDirectiveThatDoesNotFitTheModuleIsRefused(String directive, String reason) {
        assertThatThrownBy(() -> compile("hook square", directive))
                .isInstanceOf(TranslationException.class)
                .hasMessageContaining("directive \"" + directive + "\" in line 2: ")
                .hasMessageContaining(reason);
    }

    @Test
    void aFunctionIsHookedOnce() {
        assertThatThrownBy(() -> compile("hook square", "hook #1 again i:i"))
                .hasMessageContaining("hook of function 1 is there already");
    }
}
