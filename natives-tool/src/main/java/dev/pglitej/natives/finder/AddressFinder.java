package dev.pglitej.natives.finder;

import static dev.pglitej.natives.finder.Shape.call;
import static dev.pglitej.natives.finder.Shape.constant;
import static dev.pglitej.natives.finder.Shape.load;
import static dev.pglitej.natives.finder.Shape.loadByte;
import static dev.pglitej.natives.finder.Shape.op;
import static dev.pglitej.natives.finder.Shape.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import run.endive.wasm.types.Instruction;
import run.endive.wasm.types.OpCode;

/** Finds addresses of PostgreSQL's variables: those the binary exports, and those that known functions give away. */
final class AddressFinder {
    private static final int MAX_ON_EXITS = 20;
    private static final int MAX_SIMUL_LWLOCKS = 200;
    private static final int LOG = 15;
    private static final int NOTICE = 18;

    private final WasmBinary binary;
    private final SourceNames names;
    private final Map<String, WasmFunction> functions;
    private final Map<String, Integer> found = new TreeMap<>();

    AddressFinder(WasmBinary binary, SourceNames names, Map<String, WasmFunction> functions) {
        this.binary = binary;
        this.names = names;
        this.functions = functions;
    }

    /** All of them, by C name. */
    Map<String, Integer> find() {
        found.putAll(binary.dataAddresses());
        findExitLists();
        findSharedStructures();
        findProcessState();
        findWaiting();
        findSession();
        found.put("PG_VERSION_STR", versionText());
        found.put("pgStatLocal.shared_hash", statisticsTable());
        findOutOfMemory();
        findStack();
        found.put("PgStartTime", timeReturnedBy("PgStartTime", "pg_postmaster_start_time"));
        found.put("PgReloadTime", timeReturnedBy("PgReloadTime", "pg_conf_load_time"));
        return Map.copyOf(found);
    }

    private void findExitLists() {
        for (String list : List.of("before_shmem_exit", "on_shmem_exit", "on_proc_exit")) {
            WasmFunction register = function(list);
            Shape full =
                    Shape.of(constant(), load(), op(OpCode.LOCAL_TEE), constant(MAX_ON_EXITS), op(OpCode.I32_LT_S));
            found.put(list + "_index", only(list + "_index", "what is compared with MAX_ON_EXITS", full, 0, register));
            Shape element = Shape.of(constant(3), op(OpCode.I32_SHL), constant(), op(OpCode.I32_ADD));
            found.put(list + "_list", only(list + "_list", "what is indexed by 8 bytes", element, 2, register));
        }
    }

    /** The static pointers to structures in shared memory: what ShmemInitStruct's result is stored to. */
    private void findSharedStructures() {
        Map.of(
                        "StrategyControl", "Buffer Strategy Status",
                        "CheckpointerShmem", "Checkpointer Data",
                        "BackgroundWorkerData", "Background Worker Data",
                        "PMSignalState", "PMSignalState",
                        "ProcGlobal", "Proc Header")
                .forEach((variable, structure) -> found.put(variable, sharedStructure(variable, structure)));
    }

    private int sharedStructure(String variable, String structure) {
        List<Integer> nameAddresses = binary.memory().addressesOf(structure);
        int shmemInitStruct = binary.export("ShmemInitStruct").index();
        List<Integer> candidates = new ArrayList<>();
        for (WasmFunction function : binary.functions()) {
            if (!function.calls(shmemInitStruct)) continue;
            for (int name : nameAddresses) candidates.addAll(storedResults(function.body(), name, shmemInitStruct));
        }
        return Choice.only(variable, "where ShmemInitStruct(\"" + structure + "\", ...) is stored to", candidates);
    }

    // C's "variable = ShmemInitStruct(name, ...)": the variable's address is pushed right before the arguments.
    private static List<Integer> storedResults(List<? extends Instruction> body, int name, int shmemInitStruct) {
        List<Integer> addresses = new ArrayList<>();
        for (int i = 1; i < body.size(); i++) {
            boolean isArgument =
                    isConstant(body.get(i), name) && body.get(i - 1).opcode() == OpCode.I32_CONST;
            if (isArgument && isStoredAfterCall(body.subList(i, body.size()), shmemInitStruct)) {
                addresses.add((int) body.get(i - 1).operand(0));
            }
        }
        return addresses;
    }

    private static boolean isStoredAfterCall(List<? extends Instruction> rest, int function) {
        for (int i = 0; i + 2 < rest.size(); i++) {
            if (rest.get(i).opcode() != OpCode.CALL || (int) rest.get(i).operand(0) != function) continue;
            int next = rest.get(i + 1).opcode() == OpCode.LOCAL_TEE ? i + 2 : i + 1;
            return rest.get(next).opcode() == OpCode.I32_STORE && rest.get(next).operand(1) == 0;
        }
        return false;
    }

    private static boolean isConstant(Instruction instruction, int value) {
        return instruction.opcode() == OpCode.I32_CONST && (int) instruction.operand(0) == value;
    }

    private void findProcessState() {
        found.put(
                "errno",
                only(
                        "errno",
                        "what __errno_location returns",
                        Shape.of(constant()),
                        0,
                        binary.export("__errno_location")));
        Shape logOrNotice =
                Shape.of(constant(LOG), constant(NOTICE), constant(), loadByte(), op(OpCode.SELECT), constant(0));
        int isPostmasterEnvironment =
                only("IsPostmasterEnvironment", "\"? LOG : NOTICE\"", logOrNotice, 2, function("ShutdownXLOG"));
        found.put("IsPostmasterEnvironment", isPostmasterEnvironment);
        Choice.check(
                isPostmasterEnvironment == address("IsUnderPostmaster") - 1,
                "IsPostmasterEnvironment",
                "the byte before IsUnderPostmaster, which globals.c defines next");

        WasmFunction kill = function("kill");
        WasmFunction promote = names.functionNamed("pg_promote");
        Shape toPostmaster = Shape.of(constant(), load(), constant(), call(kill.index()));
        found.put("PostmasterPid", only("PostmasterPid", "whom pg_promote signals", toPostmaster, 0, promote));

        Shape flagOfSlot = Shape.of(
                constant(address("PMSignalState")), load(), constant(), load(), constant(2), op(OpCode.I32_SHL));
        found.put(
                "MyPMChildSlot",
                only(
                        "MyPMChildSlot",
                        "PMChildFlags's index",
                        flagOfSlot,
                        2,
                        function("RegisterPostmasterChildActive")));

        Shape lockLimit = Shape.of(constant(), load(), constant(MAX_SIMUL_LWLOCKS), op(OpCode.I32_LT_S));
        found.put(
                "num_held_lwlocks",
                only("num_held_lwlocks", "MAX_SIMUL_LWLOCKS's counter", lockLimit, 0, binary.export("LWLockAcquire")));
        Shape handle = Shape.of(constant(3), op(OpCode.I32_SHL), constant(), op(OpCode.I32_ADD));
        found.put(
                "held_lwlocks",
                only("held_lwlocks", "what is indexed by 8 bytes", handle, 2, binary.export("LWLockAcquire")));
    }

    private void findWaiting() {
        WasmFunction wait = function("WaitEventSetWait");
        Shape report = Shape.of(constant(), load(), op(OpCode.LOCAL_GET, 4), store());
        found.put("my_wait_event_info", only("my_wait_event_info", "where the fifth argument goes", report, 0, wait));

        Shape owner = Shape.of(constant(), constant(address("MyProcPid")), load(), store());
        found.put(
                "selfpipe_owner_pid",
                only("selfpipe_owner_pid", "where MyProcPid goes", owner, 0, function("InitializeWaitEventSupport")));

        Shape firstArgument = Shape.of(constant(), load(), constant(0));
        found.put(
                "LatchWaitSet",
                only(
                        "LatchWaitSet",
                        "the set whose event 0 is modified",
                        firstArgument,
                        0,
                        binary.export("WaitLatch")));

        Shape local = Shape.of(constant(address("MyLatch")), constant(), store());
        found.put(
                "LocalLatchData",
                only("LocalLatchData", "what MyLatch is set to", local, 1, function("InitStandaloneProcess")));
    }

    private void findSession() {
        Shape isSet = Shape.of(constant(), loadByte(), op(OpCode.I32_EQZ), op(OpCode.BR_IF));
        found.put("DoingCommandRead", only("DoingCommandRead", "die()'s last test", isSet, 0, binary.export("die")));
        Shape notExiting = Shape.of(constant(), loadByte(), op(OpCode.I32_EQZ), op(OpCode.IF));
        found.put(
                "proc_exit_inprogress",
                only("proc_exit_inprogress", "die()'s first test", notExiting, 0, binary.export("die")));

        WasmFunction sendReady = binary.export("PostgresSendReadyForQueryIfNecessary");
        Shape wanted = Shape.of(constant(), loadByte(), constant(1), op(OpCode.I32_EQ));
        int flag = only("send_ready_for_query", "the flag tested", wanted, 0, sendReady);
        Shape done = Shape.of(constant(flag), constant(0), op(OpCode.I32_STORE8, 0));
        Choice.check(
                wanted.opens(sendReady) && done.isIn(sendReady), "send_ready_for_query", "it tested first and cleared");
        found.put("send_ready_for_query", flag);

        // BackendMain hands it to BackendInitialize, inlined, before anything else; nobody else is left who uses it.
        WasmFunction backendMain = function("BackendMain");
        Shape argument = Shape.of(constant(), load(), op(OpCode.LOCAL_SET));
        Choice.check(argument.opens(backendMain), "MyClientSocket", "BackendMain to begin by reading it");
        int socket = argument.values(backendMain, 0).get(0);
        Choice.only(
                "MyClientSocket",
                "a variable used by BackendMain alone",
                binary.functions().stream().filter(f -> f.mentions(socket)).toList());
        found.put("MyClientSocket", socket);
    }

    private void findStack() {
        Shape isSet = Shape.of(constant(), load(), op(OpCode.LOCAL_TEE), op(OpCode.I32_EQZ), op(OpCode.BR_IF));
        WasmFunction check = binary.export("check_stack_depth");
        found.put(Finder.STACK_BASE, only(Finder.STACK_BASE, "what check_stack_depth tests first", isSet, 0, check));
    }

    /** The hash table of the cumulative statistics, one of the few that are scanned to delete, and the only one that a variable names. */
    private int statisticsTable() {
        int scan = binary.export("dshash_seq_init").index();
        Shape ofVariable = Shape.of(constant(), load(), constant(1), call(scan));
        return Choice.only(
                "pgStatLocal.shared_hash",
                "the variable whose table dshash_seq_init scans exclusively",
                binary.functions().stream()
                        .filter(function -> function.calls(scan))
                        .flatMap(function -> ofVariable.values(function, 0).stream())
                        .distinct()
                        .toList());
    }

    /** Where MemoryContextAllocationFailure says that its error is: errfinish(file, line, function). */
    private void findOutOfMemory() {
        Shape finish = Shape.of(
                constant(),
                constant(),
                constant(),
                call(binary.export("errfinish").index()));
        List<String> parts = List.of("file", "line", "function");
        for (int i = 0; i < parts.size(); i++) {
            String name = "out_of_memory." + parts.get(i);
            found.put(
                    name,
                    only(name, "an argument of errfinish", finish, i, function("MemoryContextAllocationFailure")));
        }
    }

    /** What version() returns, which begins with the server's name. */
    private int versionText() {
        return Choice.only(
                "PG_VERSION_STR",
                "the one text that begins with \"PostgreSQL \" in the function behind version()",
                sqlFunction("pgsql_version").constants().stream()
                        .filter(address -> binary.memory()
                                .string(address)
                                .filter(text -> text.startsWith("PostgreSQL "))
                                .isPresent())
                        .toList());
    }

    /** The variable that an SQL function returns. */
    private int timeReturnedBy(String variable, String sqlFunction) {
        Shape time = Shape.of(constant(), op(OpCode.I64_LOAD, 0));
        return only(variable, "the time returned", time, 0, sqlFunction(sqlFunction));
    }

    /** The function that struct FmgrBuiltin { ...; char *funcName; PGFunction func; } names so. */
    private WasmFunction sqlFunction(String sqlFunction) {
        MemoryImage memory = binary.memory();
        List<WasmFunction> candidates = new ArrayList<>();
        for (int name : memory.addressesOf(sqlFunction)) {
            for (int place = 0; place < memory.size(); place += Integer.BYTES) {
                if (memory.word(place) == name) {
                    binary.tableEntry(memory.word(place + Integer.BYTES)).ifPresent(candidates::add);
                }
            }
        }
        return Choice.only(sqlFunction, "the function behind its name in fmgr_builtins", candidates);
    }

    private static int only(String name, String evidence, Shape shape, int step, WasmFunction function) {
        return Choice.only(name, evidence + " in function " + function, shape.values(function, step));
    }

    private WasmFunction function(String name) {
        WasmFunction function = functions.get(name);
        if (function == null) throw new IllegalStateException("no rule finds " + name);
        return function;
    }

    private int address(String name) {
        Integer address = found.get(name);
        return address == null ? binary.dataAddress(name) : address;
    }
}
