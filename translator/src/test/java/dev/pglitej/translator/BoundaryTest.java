package dev.pglitej.translator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.translator.run.TranslatedModule;
import dev.pglitej.translator.wat.Wat;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What passes between a module and its surroundings. */
final class BoundaryTest {
    @TempDir
    private Path directory;

    private List<String> converse(String wat, String... commands) {
        return TranslatedModule.compile(Wat.assemble(wat), directory).converse(List.of(commands));
    }

    @Test
    void theHostGetsArgumentsAsBitsAndGivesResultsSo() {
        assertThat(converse("""
                        (module
                          (import "env" "one" (func $one (param i32 i64 f32 f64) (result i64)))
                          (import "env" "none" (func $none))
                          (import "env" "two" (func $two (param i32) (result i32 f32)))
                          (func (export "one") (result i64)
                            (call $one (i32.const -1) (i64.const -1) (f32.const 1) (f64.const -2)))
                          (func (export "none") call $none)
                          (func (export "two") (result i32 f32) i32.const 2 call $two))
                        """, "call one", "call none", "call two"))
                .containsExactly(
                        "host one ffffffff ffffffffffffffff 3f800000 c000000000000000",
                        "ok 2fffffffe",
                        "host none",
                        "ok",
                        "host two 2",
                        "ok 7 7");
    }

    @Test
    void anImportIsCalledThroughTheTableToo() {
        assertThat(converse("""
                        (module
                          (import "env" "one" (func $one (param i32) (result i32)))
                          (table 1 funcref)
                          (elem (i32.const 0) func $one)
                          (export "again" (func $one))
                          (func (export "f") (result i32)
                            (call_indirect (param i32) (result i32) (i32.const 5) (i32.const 0))))
                        """, "call f")).containsExactly("host one 5", "ok 10");
    }

    @Test
    void aLongjmpLandsInTheInnermostInvokeAndRestoresTheStackPointer() {
        assertThat(converse("""
                        (module
                          (import "env" "invoke_ii" (func $invoke (param i32 i32) (result i32)))
                          (import "env" "invoke_v" (func $invokeNone (param i32)))
                          (import "env" "_emscripten_throw_longjmp" (func $throw))
                          (table 3 funcref)
                          (elem (i32.const 0) func $maybe $nested $always)
                          (global $sp (mut i32) (i32.const 1000))
                          (global $threw (mut i32) (i32.const 0))
                          (export "__stack_pointer" (global $sp))
                          (func (export "setThrew") (param i32 i32)
                            (global.set $threw (i32.add (global.get $threw) (local.get 0))))
                          (func $maybe (param i32) (result i32)
                            (global.set $sp (i32.sub (global.get $sp) (i32.const 100)))
                            local.get 0
                            if
                              call $throw
                            end
                            (global.set $sp (i32.add (global.get $sp) (i32.const 100)))
                            i32.const 5)
                          (func $nested (param i32) (result i32)
                            (call $invoke (i32.const 0) (local.get 0))
                            call $throw)
                          (func $always call $throw)
                          (func (export "f") (param i32 i32) (result i32 i32 i32)
                            (call $invoke (local.get 0) (local.get 1))
                            (call $invokeNone (i32.const 2))
                            global.get $threw
                            global.get $sp)
                          (func (export "bad") (result i32) (call $invoke (i32.const 7) (i32.const 0))))
                        """, "call f 0 0", "call f 0 1", "call f 1 1", "call bad"))
                .containsExactly("ok 5 1 3e8", "ok 0 3 3e8", "ok 0 6 3e8", "trap 7");
    }

    @Test
    void aSideModuleFindsItsMemoryTableAndGlobalsWhereItIsTold() {
        assertThat(converse("""
                        (module
                          (dylink 16 4 1 0)
                          (import "env" "memory" (memory 1))
                          (import "env" "__indirect_function_table" (table 5 funcref))
                          (import "env" "__memory_base" (global $memory i32))
                          (import "env" "__table_base" (global $table i32))
                          (import "GOT.mem" "there" (global $there (mut i32)))
                          (global $own (mut i32) (i32.const 9))
                          (global $offset i32 (i32.const 12))
                          (export "offset" (global $offset))
                          (elem (global.get $table) func $five)
                          (data (global.get $memory) "\\2a\\00\\00\\00")
                          (func $five (result i32) i32.const 5)
                          (func (export "f") (result i32 i32 i32 i32)
                            (i32.load (global.get $memory))
                            (call_indirect (result i32) (i32.const 2))
                            global.get $there
                            (global.set $there (i32.const 1))
                            (global.set $own (i32.add (global.get $own) (global.get $offset)))
                            global.get $own)
                          (func (export "g") (result i32) global.get $there))
                        """, "call f", "call g")).containsExactly("ok 2a 5 68 15", "ok 1");
    }

    @Test
    void segmentsThatDoNotFitTrapWhenTheModuleIsInstantiated() {
        assertThat(converse("(module (memory 1) (data (i32.const 65535) \"ab\"))"))
                .containsExactly("trap 5");
    }

    @Test
    void elementsThatDoNotFitTrapWhenTheModuleIsInstantiated() {
        assertThat(converse("(module (table 1 funcref) (func $f) (elem (i32.const 1) func $f))"))
                .containsExactly("trap 6");
    }
}
