package dev.pglitej.natives.finder;

import static dev.pglitej.natives.finder.Shape.constant;
import static dev.pglitej.natives.finder.Shape.load;
import static dev.pglitej.natives.finder.Shape.op;

import dev.pglitej.natives.finder.Shape.Step;
import java.util.Map;
import java.util.TreeMap;
import run.endive.wasm.types.OpCode;

/**
 * Finds offsets in PostgreSQL's structs, and their sizes, where known functions use them. The host has numbers of its own, which a test of
 * its compares with these: what is found here is a check.
 */
final class StructFinder {
    /** BM_LOCKED (buf_internals.h). */
    private static final int BM_LOCKED = 1 << 22;
    /** What RegisterPostmasterChildActive sets a flag to: PM_CHILD_ACTIVE (pmsignal.c). */
    private static final int PM_CHILD_ACTIVE = 2;

    private final WasmBinary binary;
    private final SourceNames names;
    private final Map<String, WasmFunction> functions;
    private final Map<String, Integer> addresses;
    private final Map<String, Integer> found = new TreeMap<>();

    StructFinder(
            WasmBinary binary, SourceNames names, Map<String, WasmFunction> functions, Map<String, Integer> addresses) {
        this.binary = binary;
        this.names = names;
        this.functions = functions;
        this.addresses = addresses;
    }

    /** By struct and field, {@code PGPROC.pid}; a size as if it were a field, {@code PGPROC.sizeof}. */
    Map<String, Integer> find() {
        findProcesses();
        findCheckpointer();
        findWaiting();
        findBackgroundWorkers();
        findRest();
        return Map.copyOf(found);
    }

    private void findProcesses() {
        WasmFunction procKill = function("ProcKill");
        Step myProc = constant(address("MyProc"));
        Step procGlobal = constant(address("ProcGlobal"));
        put("PGPROC.pid", procKill, 2, myProc, load(), op(OpCode.I32_LOAD), constant(FunctionFinder.BUILT_IN_PID));
        put("PGPROC.procLatch", procKill, 2, myProc, load(), constant(), op(OpCode.I32_ADD), op(OpCode.CALL));
        put(
                "PGPROC.sizeof",
                procKill,
                4,
                procGlobal,
                load(),
                op(OpCode.I32_LOAD),
                op(OpCode.I32_SUB),
                constant(),
                op(OpCode.I32_DIV_S));
        put("PROC_HDR.allProcs", procKill, 2, procGlobal, load(), op(OpCode.I32_LOAD), op(OpCode.I32_SUB));
        // vxid = { INVALID_PROC_NUMBER, InvalidLocalTransactionId } at once.
        put(
                "PGPROC.vxid",
                procKill,
                1,
                op(OpCode.I64_CONST),
                op(OpCode.I64_STORE),
                op(OpCode.LOCAL_GET),
                constant(0),
                op(OpCode.I32_STORE),
                constant());
        put(
                "PROC_HDR.checkpointerProc",
                function("CheckpointerMain"),
                4,
                procGlobal,
                load(),
                constant(),
                load(),
                op(OpCode.I32_STORE));
    }

    private void findCheckpointer() {
        WasmFunction main = function("CheckpointerMain");
        Step shared = constant(address("CheckpointerShmem"));
        String struct = "CheckpointerShmemStruct.";
        put(struct + "ckpt_flags", main, 2, shared, load(), op(OpCode.I32_LOAD), op(OpCode.BR_IF));
        // ckpt_done = ckpt_started, and the spinlock's release before that.
        Step[] done = {
            op(OpCode.LOCAL_TEE),
            constant(0),
            op(OpCode.I32_STORE),
            op(OpCode.LOCAL_GET),
            op(OpCode.LOCAL_GET),
            op(OpCode.I32_LOAD),
            op(OpCode.I32_STORE)
        };
        put(struct + "ckpt_started", main, 5, done);
        put(struct + "ckpt_done", main, 6, done);
        // The same, and then ckpt_failed++.
        put(
                struct + "ckpt_failed",
                main,
                4,
                op(OpCode.I32_LOAD),
                op(OpCode.I32_STORE),
                op(OpCode.LOCAL_GET),
                op(OpCode.LOCAL_GET),
                op(OpCode.I32_LOAD),
                constant(1),
                op(OpCode.I32_ADD),
                op(OpCode.I32_STORE));
    }

    private void findWaiting() {
        WasmFunction add = binary.export("AddWaitEventToSet");
        Step get = op(OpCode.LOCAL_GET);
        // WaitEvent *event = &set->events[set->nevents]; event->pos = set->nevents++; event->fd = fd; …
        Step[] event = {
            op(OpCode.I32_STORE),
            get,
            op(OpCode.I32_LOAD),
            get,
            constant(),
            op(OpCode.I32_SHL),
            op(OpCode.I32_ADD),
            op(OpCode.LOCAL_TEE),
            get,
            op(OpCode.I32_STORE),
            get,
            get,
            op(OpCode.I32_STORE),
            get,
            get,
            op(OpCode.I32_STORE),
            get,
            get,
            op(OpCode.I32_STORE)
        };
        put("WaitEventSet.nevents", add, 0, event);
        put("WaitEventSet.events", add, 2, event);
        found.put("WaitEvent.sizeof", 1 << only("WaitEvent.sizeof", add, 4, event));
        put("WaitEvent.fd", add, 9, event);
        put("WaitEvent.pos", add, 12, event);
        put("WaitEvent.user_data", add, 15, event);
        put("WaitEvent.events", add, 18, event);
        // set->latch = latch; set->latch_pos = event->pos;
        Step[] latch = {
            get, get, op(OpCode.I32_STORE), get, get, op(OpCode.I32_LOAD), op(OpCode.LOCAL_TEE), op(OpCode.I32_STORE)
        };
        put("WaitEventSet.latch", add, 2, latch);
        put("WaitEventSet.latch_pos", add, 7, latch);

        Step[] setLatch = {
            op(OpCode.I32_LOAD),
            op(OpCode.BR_IF),
            get,
            constant(1),
            op(OpCode.I32_STORE),
            get,
            op(OpCode.I32_LOAD),
            op(OpCode.I32_EQZ)
        };
        put("Latch.is_set", function("SetLatch"), 4, setLatch);
        put("Latch.maybe_sleeping", function("SetLatch"), 6, setLatch);
    }

    private void findBackgroundWorkers() {
        WasmFunction register = binary.export("RegisterDynamicBackgroundWorker");
        Step get = op(OpCode.LOCAL_GET);
        String array = "BackgroundWorkerArray.";
        String slot = "BackgroundWorkerSlot.";
        put(
                array + "total_slots",
                register,
                0,
                op(OpCode.I32_LOAD),
                op(OpCode.LOCAL_TEE),
                constant(0),
                op(OpCode.I32_GT_S));
        put(array + "parallel_terminate_count", register, 1, get, op(OpCode.I32_LOAD), op(OpCode.I32_SUB));
        put(array + "slot", register, 0, constant(), op(OpCode.I32_ADD), op(OpCode.LOCAL_SET), op(OpCode.LOOP));
        put(slot + "sizeof", register, 0, constant(), op(OpCode.I32_MUL));
        put(slot + "in_use", register, 0, op(OpCode.I32_LOAD8_U), op(OpCode.I32_EQZ), op(OpCode.IF));
        Step[] copy = {constant(), op(OpCode.I32_ADD), get, constant(), op(OpCode.MEMORY_COPY)};
        put(slot + "worker", register, 0, copy);
        put("BackgroundWorker.sizeof", register, 3, copy);
        put(slot + "pid", register, 1, constant(-1), op(OpCode.I32_STORE));
        put(slot + "terminate", register, 1, constant(0), op(OpCode.I32_STORE8));
        put(
                "BackgroundWorker.bgw_flags",
                register,
                0,
                op(OpCode.I32_LOAD),
                op(OpCode.LOCAL_SET),
                constant(),
                load(),
                constant(),
                op(OpCode.I32_ADD),
                constant(0));
    }

    private void findRest() {
        Step get = op(OpCode.LOCAL_GET);
        put(
                "PMSignalData.PMChildFlags-1",
                function("RegisterPostmasterChildActive"),
                1,
                constant(PM_CHILD_ACTIVE),
                op(OpCode.I32_STORE));
        put(
                "BufferDesc.state",
                binary.export("LockBufHdr"),
                0,
                op(OpCode.I32_LOAD),
                op(OpCode.LOCAL_TEE),
                constant(BM_LOCKED),
                op(OpCode.I32_OR));
        // memcpy(&port->raddr.addr, &client_sock->raddr.addr, client_sock->raddr.salen)
        WasmFunction pqInit = names.functionNamed("pq_init");
        Step[] copy = {constant(), op(OpCode.I32_ADD), get, op(OpCode.MEMORY_COPY)};
        put("ClientSocket.raddr", pqInit, 0, copy);
        put("ClientSocket.raddr.salen", pqInit, 0, op(OpCode.I32_LOAD), op(OpCode.LOCAL_TEE), op(OpCode.IF));
        put("Port.laddr", pqInit, 0, constant(), op(OpCode.I32_ADD), op(OpCode.LOCAL_SET), op(OpCode.BLOCK));
    }

    private void put(String name, WasmFunction function, int step, Step... steps) {
        found.put(name, only(name, function, step, steps));
    }

    private static int only(String name, WasmFunction function, int step, Step... steps) {
        return Choice.only(
                name,
                "how the field is used in function " + function,
                Shape.of(steps).values(function, step));
    }

    private WasmFunction function(String name) {
        WasmFunction function = functions.get(name);
        if (function == null) throw new IllegalStateException("no rule finds " + name);
        return function;
    }

    private int address(String name) {
        Integer address = addresses.get(name);
        if (address == null) throw new IllegalStateException("no rule finds " + name);
        return address;
    }
}
