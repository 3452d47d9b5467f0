package dev.pglitej.natives.finder;

import static dev.pglitej.natives.finder.Shape.call;
import static dev.pglitej.natives.finder.Shape.constant;
import static dev.pglitej.natives.finder.Shape.load;
import static dev.pglitej.natives.finder.Shape.op;

import dev.pglitej.natives.finder.Findings.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import run.endive.wasm.types.OpCode;

/**
 * Finds what the host has to know of a binary without names, from evidence in the binary itself: the names that
 * functions give when they report an error, exports, signatures, and the order of calls and constants inside functions
 * already known. No index and no address is written down here, and a rule that does not single out one candidate fails.
 */
// RATIONALE: "How are functions found in a binary without names?"
final class Finder {
    static final String STACK_BASE = "stack_base_ptr";

    private final WasmBinary binary;
    private final SourceNames names;

    Finder(WasmBinary binary) {
        this.binary = binary;
        this.names = new SourceNames(binary);
    }

    Findings find() {
        Map<String, WasmFunction> functions = new FunctionFinder(binary, names).find();
        ReplicationFinder replication = new ReplicationFinder(binary, names);
        Map<String, Integer> addresses = new TreeMap<>(new AddressFinder(binary, names, functions).find());
        addresses.putAll(replication.addresses());
        Map<String, Found> byName = new TreeMap<>();
        functions.forEach((name, function) -> byName.put(name, found(name, function)));
        replication.functions().forEach((name, function) -> byName.put(name, found(name, function)));
        for (String overridden : List.of("ProcessInterrupts", "pg_usleep", "mmap", "dsm_create")) {
            binary.export(overridden);
        }
        return new Findings(
                binary.sha256(),
                byName,
                new TreeMap<>(addresses),
                new TreeMap<>(callbacks(functions)),
                new TreeMap<>(new StructFinder(binary, names, functions, addresses).find()),
                stackReaders(addresses),
                pidReaders(functions, addresses),
                new BusyWaits(binary).find());
    }

    /** The callbacks that InitPostgres registers when it runs alone and that the first process must not run at its end. */
    private Map<String, Integer> callbacks(Map<String, WasmFunction> functions) {
        WasmFunction initPostgres = names.functionNamed("InitPostgres");
        int register = required(functions, "before_shmem_exit").index();
        List<Integer> registered =
                Shape.of(constant(), constant(0), call(register)).values(initPostgres, 0);
        return Map.of(
                "ShutdownXLOG",
                callback("ShutdownXLOG", registered, List.of(required(functions, "ShutdownXLOG"))),
                "pgstat_before_server_shutdown",
                // It calls nothing but pgstat_write_statsfile, which is inlined into it and lends it its name.
                callback("pgstat_before_server_shutdown", registered, names.functionsNamed("pgstat_write_statsfile")));
    }

    private int callback(String name, List<Integer> registered, List<WasmFunction> functions) {
        return Choice.only(
                "the place of " + name + " in the table",
                "one that InitPostgres gives to before_shmem_exit and that holds one of " + functions,
                registered.stream()
                        .filter(place -> binary.tableEntry(place)
                                .filter(functions::contains)
                                .isPresent())
                        .toList());
    }

    /** The functions whose {@code getpid()} became a constant, checked against everything that looks like one. */
    private List<Found> pidReaders(Map<String, WasmFunction> functions, Map<String, Integer> addresses) {
        List<Found> readers = new ArrayList<>();
        for (String name : List.of("proc_exit", "ProcKill", "AuxiliaryProcKill", "wrapper_handler", "kill")) {
            readers.add(pidReader(name, required(functions, name)));
        }
        readers.add(pidReader("getpid", binary.export("getpid")));
        int myProcPid = addresses.getOrDefault("MyProcPid", 0);
        for (WasmFunction function : binary.functions()) {
            boolean compares = Stream.of(OpCode.I32_EQ, OpCode.I32_NE)
                    .anyMatch(comparison -> Shape.of(
                                    constant(myProcPid), load(), constant(FunctionFinder.BUILT_IN_PID), op(comparison))
                            .isIn(function));
            Choice.check(
                    !compares || readers.stream().anyMatch(r -> r.index() == function.index()),
                    "the readers of getpid()",
                    "no other function to compare MyProcPid with it, found " + function);
        }
        return readers;
    }

    /** check_stack_depth() and stack_is_too_deep(), wherever the compiler has left them. */
    private List<Found> stackReaders(Map<String, Integer> addresses) {
        int base = addresses.getOrDefault(STACK_BASE, 0);
        Shape read = Shape.of(constant(base), load());
        // What remains of set_stack_base() in main(), whose result nobody wants.
        Shape dropped = Shape.of(constant(base), load(), op(OpCode.DROP));
        List<Found> readers = binary.functions().stream()
                .filter(f -> read.values(f, 0).size() > dropped.values(f, 0).size())
                .map(f -> found(STACK_BASE, f))
                .toList();
        int checkStackDepth = binary.export("check_stack_depth").index();
        Choice.check(
                readers.size() == 2 && readers.stream().anyMatch(r -> r.index() == checkStackDepth),
                "the readers of " + STACK_BASE,
                "check_stack_depth and stack_is_too_deep, found " + readers);
        return readers;
    }

    private static Found pidReader(String name, WasmFunction function) {
        long count = function.constants().stream()
                .filter(value -> value == FunctionFinder.BUILT_IN_PID)
                .count();
        Choice.check(
                count == 1,
                "getpid() in " + name,
                "the constant once in function " + function + ", found it " + count + " times");
        return found(name, function);
    }

    private static Found found(String name, WasmFunction function) {
        return new Found(name, function.index(), function.signature());
    }

    private static WasmFunction required(Map<String, WasmFunction> functions, String name) {
        WasmFunction function = functions.get(name);
        if (function == null) throw new IllegalStateException("no rule finds " + name);
        return function;
    }
}
