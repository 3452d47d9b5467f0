package dev.pglitej.natives.finder;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import run.endive.wasm.types.Instruction;
import run.endive.wasm.types.OpCode;

/**
 * Finds where a process waits for its semaphore (PGSemaphoreLock). In this build that is a loop that only counts, and reads one byte of the
 * process's PGPROC until another process has cleared it.
 */
final class BusyWaits {
    private static final Set<OpCode> CHANGING = Set.of(OpCode.LOCAL_SET, OpCode.LOCAL_TEE);
    /** What is left of PGSemaphoreLock is proc->sem, which is loaded and dropped. */
    private static final Set<OpCode> COUNTING = Set.of(
            OpCode.LOCAL_GET,
            OpCode.LOCAL_SET,
            OpCode.LOCAL_TEE,
            OpCode.I32_CONST,
            OpCode.I32_ADD,
            OpCode.I32_LOAD,
            OpCode.DROP);

    private final WasmBinary binary;

    BusyWaits(WasmBinary binary) {
        this.binary = binary;
    }

    /**
     * A loop.
     *
     * @param offset of the byte in PGPROC
     */
    record BusyWait(WasmFunction function, int offset) {}

    /**
     * All of them. LWLockAcquire, LWLockAcquireOrWait (in XLogFlush) and LWLockWaitForVar (in a callee of XLogFlush) read lwWaiting. The
     * group updates of the procarray and of the status of transactions read a byte of their own each.
     */
    List<BusyWait> find() {
        List<BusyWait> all =
                binary.functions().stream().flatMap(f -> in(f).stream()).toList();
        WasmFunction flush = binary.export("XLogFlush");
        int lwWaiting = only(all, binary.export("LWLockAcquire")).offset();
        List<WasmFunction> ofLocks = all.stream()
                .filter(wait -> wait.offset() == lwWaiting)
                .map(BusyWait::function)
                .toList();
        long otherOffsets = all.stream()
                .map(BusyWait::offset)
                .filter(offset -> offset != lwWaiting)
                .distinct()
                .count();
        Choice.check(
                all.size() == 5
                        && ofLocks.size() == 3
                        && ofLocks.contains(flush)
                        && ofLocks.stream().anyMatch(f -> flush.calls(f.index()))
                        && otherOffsets == 2,
                "PGSemaphoreLock",
                "three loops that read lwWaiting, in LWLockAcquire, XLogFlush and a callee of that, and two that read other"
                        + " bytes, found " + all);
        return all;
    }

    private static BusyWait only(List<BusyWait> all, WasmFunction function) {
        return Choice.only(
                "PGSemaphoreLock in function " + function,
                "a loop that only counts and reads a byte",
                all.stream().filter(wait -> wait.function().equals(function)).toList());
    }

    private static List<BusyWait> in(WasmFunction function) {
        List<BusyWait> waits = new ArrayList<>();
        List<? extends Instruction> body = function.body();
        for (int i = 0; i < body.size(); i++) {
            if (body.get(i).opcode() == OpCode.LOOP) {
                loopAt(function, body.subList(i + 1, body.size())).ifPresent(waits::add);
            }
        }
        return waits;
    }

    /** The loop whose body begins the instructions, if it is one that waits. */
    private static Optional<BusyWait> loopAt(WasmFunction function, List<? extends Instruction> body) {
        Set<Long> changed = new HashSet<>();
        int at = 0;
        while (at < body.size() && COUNTING.contains(body.get(at).opcode())) {
            if (CHANGING.contains(body.get(at).opcode())) {
                changed.add(body.get(at).operand(0));
            }
            at++;
        }
        boolean waits = at > 0
                && at + 2 < body.size()
                && body.get(at).opcode() == OpCode.I32_LOAD8_U
                && body.get(at + 1).opcode() == OpCode.BR_IF
                && body.get(at + 1).operand(0) == 0
                && body.get(at + 2).opcode() == OpCode.END
                && body.get(at - 1).opcode() == OpCode.LOCAL_GET
                && !changed.contains(body.get(at - 1).operand(0));
        return waits ? Optional.of(new BusyWait(function, (int) body.get(at).operand(1))) : Optional.empty();
    }
}
