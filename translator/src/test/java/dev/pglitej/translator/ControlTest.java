package dev.pglitej.translator;

import dev.pglitej.translator.run.Call;
import dev.pglitej.translator.run.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ControlTest {
    @TempDir
    private Path directory;

    private void bothGive(String functions, List<Call> calls, List<Outcome> expected) {
        Comparison.assertGives("(module " + functions + ")", directory, calls, expected);
    }

    private static List<Call> calls(long... arguments) {
        return LongStream.of(arguments).mapToObj(a -> Call.of("f", a)).toList();
    }

    private static List<Outcome> results(long... results) {
        return LongStream.of(results).mapToObj(r -> Outcome.returned(r)).toList();
    }

    @Test
    void aLoopRunsUntilItIsNotBranchedTo() {
        bothGive("""
                (func (export "f") (param $n i32) (result i32) (local $sum i32)
                  block $done
                    loop $again
                      (br_if $done (i32.eqz (local.get $n)))
                      (local.set $sum (i32.add (local.get $sum) (local.get $n)))
                      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
                      br $again
                    end
                  end
                  local.get $sum)
                """, calls(0, 1, 10), results(0, 1, 55));
    }

    @Test
    void aBranchTableJumpsToTheBlockOfItsIndexAndElseToTheLast() {
        bothGive("""
                (func (export "f") (param $n i32) (result i32)
                  block $c block $b block $a
                    (br_table $a $b $a $c $b (local.get $n))
                  end (return (i32.const 10))
                  end (return (i32.const 20))
                  end (i32.const 30))
                """, calls(0, 1, 2, 3, 4, 5, 0xffffffffL), results(10, 20, 10, 30, 20, 20, 20));
    }

    @Test
    void aBranchTableCarriesValuesAndMayReturn() {
        bothGive("""
                (func (export "f") (param $n i32) (result i32)
                  block $a (result i32)
                    block $b (result i32)
                      (i32.mul (local.get $n) (i32.const 100))
                      local.get $n
                      br_table $a $b 2
                    end
                    i32.const 1
                    i32.add
                  end
                  i32.const 2
                  i32.add)
                """, calls(0, 1, 2, 3), results(2, 103, 200, 300));
    }

    @Test
    void anIfGivesTheValueOfTheArmThatRan() {
        bothGive("""
                (func (export "f") (param $n i32) (result i32)
                  local.get $n
                  local.get $n
                  if (result i32)
                    (local.set $n (i32.const 5))
                    local.get $n
                  else
                    i32.const 7
                  end
                  i32.add)
                """, calls(0, 3), results(7, 8));
    }

    @Test
    void aBranchOutOfAnIfSkipsWhatFollowsIt() {
        bothGive("""
                (func (export "f") (param $n i32) (result i32) (local $r i32)
                  local.get $n
                  if $outer
                    (local.set $r (i32.const 1))
                    (br_if $outer (i32.gt_s (local.get $n) (i32.const 5)))
                    (local.set $r (i32.const 2))
                  end
                  local.get $r)
                """, calls(0, 3, 6), results(0, 2, 1));
    }

    @Test
    void blocksTakeParametersAndGiveSeveralResults() {
        bothGive("""
                (func $swap (param $a i32) (param $b i32) (result i32 i32) local.get $b local.get $a)
                (func (export "f") (param $n i32) (result i32)
                  local.get $n
                  i32.const 1000
                  call $swap
                  block $out (param i32 i32) (result i32 i32)
                    call $swap
                    (br_if $out (i32.eqz (local.get $n)))
                    i32.const 3
                    i32.mul
                  end
                  i32.sub)
                """, calls(0, 7), results(0xfffffc18L, 0xfffff44fL));
    }

    @Test
    void aLoopTakesItsParametersAnewAllAtOnce() {
        bothGive("""
                (func (export "f") (param $n i32) (result i32) (local $a i32) (local $b i32)
                  i32.const 0
                  i32.const 1
                  loop $again (param i32 i32) (result i32)
                    local.set $b
                    local.set $a
                    local.get $b
                    (i32.add (local.get $a) (local.get $b))
                    (local.tee $n (i32.sub (local.get $n) (i32.const 1)))
                    br_if $again
                    drop
                  end)
                """, calls(1, 2, 3, 10), results(1, 1, 2, 55));
    }

    @Test
    void anIfWithParametersAndWithoutElseHandsThemOn() {
        bothGive("""
                (func (export "f") (param $n i32) (result i32)
                  i32.const 40
                  local.get $n
                  if (param i32) (result i32)
                    i32.const 2
                    i32.add
                  end)
                """, calls(0, 1), results(40, 42));
    }

    @Test
    void codeThatIsNeverReachedIsLeftOut() {
        bothGive("""
                (func (export "f") (param $n i32) (result i32)
                  block $a
                    br $a
                    loop $l
                      local.get $n
                      if
                        br $l
                      else
                        unreachable
                      end
                    end
                    i32.add
                    drop
                  end
                  local.get $n
                  return
                  i32.add)
                """, calls(5), results(5));
    }

    @Test
    void aFunctionCallsItselfAndOthersThroughTheTable() {
        bothGive(
                """
                (type $t (func (param i32) (result i32)))
                (table 5 funcref)
                (elem (i32.const 1) func $f $double $nothing)
                (func $f (export "f") (param $n i32) (result i32)
                  (call_indirect (type $t) (i32.const 9) (local.get $n)))
                (func $double (param $n i32) (result i32) (i32.mul (local.get $n) (i32.const 2)))
                (func $nothing)
                """,
                calls(2, 0, 3, 4, 5, 131072, 0xffffffffL),
                List.of(
                        Outcome.returned(18L),
                        Outcome.trapped("UNDEFINED_ELEMENT"),
                        Outcome.trapped("INDIRECT_CALL_TYPE"),
                        Outcome.trapped("UNDEFINED_ELEMENT"),
                        Outcome.trapped("UNDEFINED_ELEMENT"),
                        Outcome.trapped("UNDEFINED_ELEMENT"),
                        Outcome.trapped("UNDEFINED_ELEMENT")));
    }

    @Test
    void theStartFunctionRunsBeforeAnyCall() {
        bothGive("""
                (global $g (mut i32) (i32.const 1))
                (start $begin)
                (func $begin (global.set $g (i32.const 33)))
                (func (export "f") (param i32) (result i32) global.get $g)
                """, calls(0), results(33));
    }

    @Test
    void unreachableTraps() {
        bothGive("""
                (func (export "f") (param $n i32) (result i32)
                  local.get $n
                  if
                    unreachable
                  end
                  i32.const 1)
                """, calls(0, 1), List.of(Outcome.returned(1L), Outcome.trapped("UNREACHABLE")));
    }
}
