package dev.pglitej.natives.finder;

import static dev.pglitej.natives.finder.Shape.call;
import static dev.pglitej.natives.finder.Shape.constant;
import static dev.pglitej.natives.finder.Shape.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Finds the functions of PostgreSQL that the host overrides or calls and that the binary does not export.
 *
 * <p>Each rule says in its text what singles the function out; the source it refers to is PostgreSQL 18's.
 */
final class FunctionFinder {
    /** What the binary takes for the number of its own process. */
    static final int BUILT_IN_PID = 42;

    private static final int SIGURG = 23;

    private final WasmBinary binary;
    private final SourceNames names;
    private final Map<String, WasmFunction> found = new LinkedHashMap<>();

    FunctionFinder(WasmBinary binary, SourceNames names) {
        this.binary = binary;
        this.names = names;
    }

    /** All of them, by C name. */
    Map<String, WasmFunction> find() {
        findByTheirOwnNames();
        findChildPrograms();
        findSignals();
        findWaiting();
        findRest();
        findMemoryContexts();
        findCollations();
        return Map.copyOf(found);
    }

    private void findByTheirOwnNames() {
        for (String name : List.of(
                "InitProcess",
                "PostmasterIsAliveInternal",
                "MemoryContextAllocationFailure",
                "InitStandaloneProcess",
                "InitializeWaitEventSupport",
                "ShutdownXLOG",
                "proc_exit",
                "ProcKill",
                "AuxiliaryProcKill",
                "before_shmem_exit",
                "pg_ucol_open",
                "on_shmem_exit",
                "on_proc_exit")) {
            found.put(name, names.functionNamed(name));
        }
    }

    private void findChildPrograms() {
        ChildPrograms children = ChildPrograms.in(binary);
        found.put("BackendMain", children.main("backend"));
        found.put("AutoVacLauncherMain", children.main("autovacuum launcher"));
        found.put("AutoVacWorkerMain", children.main("autovacuum worker"));
        found.put("BackgroundWorkerMain", children.main("bgworker"));
        found.put("BackgroundWriterMain", children.main("bgwriter"));
        found.put("CheckpointerMain", children.main("checkpointer"));
        found.put("WalWriterMain", children.main("wal_writer"));
        Choice.check(
                names.functionsNamed("BackendInitialize").contains(found.get("BackendMain")),
                "BackendMain",
                "BackendInitialize inlined into it");

        List<Integer> calls = get("BackendMain").callees();
        WasmFunction last = binary.function(calls.get(calls.size() - 1));
        found.put("PostgresMain", last);
        Choice.check(
                calls.get(calls.size() - 2) == get("InitProcess").index()
                        && last.signature().equals("ii:"),
                "PostgresMain",
                "BackendMain to end in InitProcess() and PostgresMain(database, user), found " + last);
    }

    private void findSignals() {
        WasmFunction pgPromote = names.functionNamed("pg_promote");
        WasmFunction signalHandler = binary.export("procsignal_sigusr1_handler");
        WasmFunction kill = calledBy(
                "kill",
                pgPromote,
                "a function (i32, i32) -> i32 that compares with " + BUILT_IN_PID
                        + ", called by pg_promote, ProcKill and " + "procsignal_sigusr1_handler",
                f -> f.signature().equals("ii:i")
                        && f.mentions(BUILT_IN_PID)
                        && get("ProcKill").calls(f.index())
                        && signalHandler.calls(f.index()));
        found.put("kill", kill);
        found.put(
                "raise",
                calledBy(
                        "raise",
                        kill,
                        "the only callee of kill",
                        f -> f.signature().equals("i:i")));

        WasmFunction pqsignal = binary.export("pqsignal_be");
        found.put(
                "wrapper_handler",
                Choice.only(
                        "wrapper_handler",
                        "a signal handler in the table, named by pqsignal_be and calling it",
                        pqsignal.constants().stream()
                                .flatMap(index -> binary.tableEntry(index).stream())
                                .filter(f -> f.signature().equals("i:") && f.calls(pqsignal.index()))
                                .toList()));
    }

    private void findWaiting() {
        found.put(
                "WaitEventSetWait",
                calledBy(
                        "WaitEventSetWait",
                        binary.export("WaitLatch"),
                        "a callee of WaitLatch with WaitEventSetWaitBlock inlined",
                        f -> f.signature().equals("iiiii:i")
                                && names.functionsNamed("WaitEventSetWaitBlock").contains(f)));

        int myLatch = binary.dataAddress("MyLatch");
        Shape wakesAnother = Shape.of(constant(SIGURG), call(get("kill").index()));
        found.put(
                "SetLatch",
                calledBy(
                        "SetLatch",
                        binary.export("die"),
                        "what die() calls with MyLatch and what sends SIGURG",
                        f -> wakesAnother.isIn(f)
                                && Shape.of(constant(myLatch), load(), call(f.index()))
                                        .isIn(binary.export("die"))));
    }

    private void findRest() {
        WasmFunction createCheckPoint = names.functionNamed("CreateCheckPoint");
        found.put(
                "RequestCheckpoint",
                calledBy(
                        "RequestCheckpoint",
                        binary.export("standard_ProcessUtility"),
                        "a function (i32) called by standard_ProcessUtility and calling CreateCheckPoint",
                        f -> f.signature().equals("i:") && f.calls(createCheckPoint.index())));

        List<Integer> addresses = binary.memory().addressesOf("XLogSetAsyncXactLSN");
        found.put(
                "XLogSetAsyncXactLSN",
                calledBy(
                        "XLogSetAsyncXactLSN",
                        names.functionNamed("CommitTransaction"),
                        "a function (i64) called by CommitTransaction that has its own name for s_lock",
                        f -> f.signature().equals("j:") && addresses.stream().anyMatch(f::mentions)));

        WasmFunction tokenize = names.functionNamed("tokenize_auth_file");
        found.put("load_hba", authFileLoader("load_hba", "hba parser context", tokenize));
        found.put("load_ident", authFileLoader("load_ident", "ident parser context", tokenize));

        int currentTime = binary.export("GetCurrentTimestamp").index();
        int strongRandom = binary.export("pg_strong_random").index();
        found.put(
                "InitProcessGlobals",
                calledBy(
                        "InitProcessGlobals",
                        get("InitStandaloneProcess"),
                        "a function () called by InitStandaloneProcess that takes the time and seeds the random generator",
                        f -> f.signature().equals(":") && f.calls(currentTime) && f.calls(strongRandom)));
        found.put(
                "RegisterPostmasterChildActive",
                calledBy(
                        "RegisterPostmasterChildActive",
                        get("InitProcess"),
                        "a function () called by InitProcess that registers an on_shmem_exit callback",
                        f -> f.signature().equals(":")
                                && f.calls(get("on_shmem_exit").index())));
    }

    private void findMemoryContexts() {
        found.put(
                "MemoryContextStats",
                calledBy(
                        "MemoryContextStats",
                        get("MemoryContextAllocationFailure"),
                        "the only function (i32) that MemoryContextAllocationFailure calls",
                        f -> f.signature().equals("i:")));
    }

    private void findCollations() {
        found.put(
                "get_collation_actual_version",
                calledBy(
                        "get_collation_actual_version",
                        names.functionNamed("pg_import_system_collations"),
                        "a function (i32, i32) -> i32 called by pg_import_system_collations that opens a collator of ICU",
                        f -> f.signature().equals("ii:i")
                                && opens(f, get("pg_ucol_open").index())));
    }

    /** Calls a function, or calls a function that does. */
    private boolean opens(WasmFunction function, int callee) {
        return function.calls(callee) || binary.calleesOf(function).stream().anyMatch(f -> f.calls(callee));
    }

    private WasmFunction authFileLoader(String name, String contextName, WasmFunction tokenize) {
        List<Integer> addresses = binary.memory().addressesOf(contextName);
        return Choice.only(
                name,
                "a function () -> i32 that calls tokenize_auth_file and makes a \"" + contextName + "\"",
                binary.functions().stream()
                        .filter(f -> f.signature().equals(":i") && f.calls(tokenize.index()))
                        .filter(f -> addresses.stream().anyMatch(f::mentions))
                        .toList());
    }

    private WasmFunction calledBy(String name, WasmFunction caller, String evidence, Predicate<WasmFunction> isIt) {
        return Choice.only(
                name, evidence, binary.calleesOf(caller).stream().filter(isIt).toList());
    }

    private WasmFunction get(String name) {
        WasmFunction function = found.get(name);
        if (function == null) throw new IllegalStateException(name + " is used before it is found");
        return function;
    }
}
