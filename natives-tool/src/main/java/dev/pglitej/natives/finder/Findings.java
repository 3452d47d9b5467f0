package dev.pglitej.natives.finder;

import dev.pglitej.natives.finder.BusyWaits.BusyWait;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the finder found in one binary.
 *
 * @param functions indexes and signatures of functions that the binary does not export, by C name
 * @param addresses addresses of variables by C name
 * @param callbacks places in the function table, by the C name of the function there
 * @param structs offsets in structs and sizes of structs, by {@code struct.field} and {@code struct.sizeof}; the host has its own, and a
 *     test compares them
 * @param stackReaders functions that read {@code stack_base_ptr} to see how deep they are
 * @param pidReaders functions that have what {@code getpid()} returns built in as a constant
 * @param busyWaits loops in which a process waits for its semaphore
 */
public record Findings(
        String wasmSha256,
        Map<String, Found> functions,
        Map<String, Integer> addresses,
        Map<String, Integer> callbacks,
        Map<String, Integer> structs,
        List<Found> stackReaders,
        List<Found> pidReaders,
        List<BusyWait> busyWaits) {

    /** A function of the binary. */
    public record Found(String name, int index, String signature) {}

    /** The name of the cell that the built-in process number becomes. */
    public static final String PID_CELL = "host_pid";

    /** What the host does for {@link #busyWaits}, by the name of PostgreSQL's function. */
    private static final String SEMAPHORE_LOCK = "PGSemaphoreLock";

    private static final List<String> OVERRIDDEN = List.of(
            "InitProcess",
            "WaitEventSetWait",
            "kill",
            "RequestCheckpoint",
            "XLogSetAsyncXactLSN",
            "PostmasterIsAliveInternal",
            "MemoryContextAllocationFailure",
            "get_collation_actual_version",
            "pg_ucol_open");
    private static final List<String> OVERRIDDEN_EXPORTS =
            List.of("ProcessInterrupts", "pg_usleep", "mmap", "dsm_create");
    private static final List<String> CALLED = List.of(
            "AutoVacLauncherMain",
            "AutoVacWorkerMain",
            "BackendMain",
            "BackgroundWorkerMain",
            "BackgroundWriterMain",
            "CheckpointerMain",
            "InitProcessGlobals",
            "InitStandaloneProcess",
            "InitializeWaitEventSupport",
            "MemoryContextStats",
            "PostgresMain",
            "SetLatch",
            "WalWriterMain",
            "load_hba",
            "load_ident",
            "proc_exit",
            "raise");

    /** What pgoutput imports and the binary has, but does not export. */
    private static final List<String> FOR_PGOUTPUT = List.of(
            "CreateTupleDescCopyConstr",
            "ExecPrepareExpr",
            "GetPublicationByName",
            "GetRelationPublications",
            "GetSchemaPublications",
            "addRTEPermissionInfo",
            "build_attrmap_by_name_if_req",
            "defGetStreamingMode",
            "execute_attr_map_slot",
            "expand_generated_columns_in_expr",
            "lappend_xid",
            "make_orclause");
    /** The variables of a function that PGlite's build left out, for what stands for it. */
    private static final List<String> EXPORTED_VARIABLES = List.of("relsync_callback_count", "relsync_callback_list");

    /** Searches a binary. */
    public static Findings in(byte[] wasm) {
        return new Finder(WasmBinary.parse(wasm)).find();
    }

    /** What the translator has to do for the host, one directive a line. */
    public String directives() {
        Stream<String> hooks = OVERRIDDEN.stream().map(name -> "hook " + reference(function(name)));
        Stream<String> exportHooks = OVERRIDDEN_EXPORTS.stream().map(name -> "hook " + name);
        Stream<String> exports = Stream.concat(CALLED.stream(), FOR_PGOUTPUT.stream())
                .map(name -> "export " + reference(function(name)));
        Stream<String> variables =
                EXPORTED_VARIABLES.stream().map(name -> "variable " + name + " " + addresses.get(name));
        Stream<String> constants = pidReaders.stream()
                .map(f -> "constant #" + f.index() + " " + FunctionFinder.BUILT_IN_PID + " " + PID_CELL);
        Stream<String> stackBases =
                stackReaders.stream().map(f -> "stack #" + f.index() + " " + addresses.get(Finder.STACK_BASE));
        Stream<String> waits = busyWaits.stream()
                .map(wait -> "wait #" + wait.function().index() + " " + wait.offset() + " " + SEMAPHORE_LOCK);
        return Stream.of(hooks, exportHooks, exports, variables, constants, stackBases, waits)
                .flatMap(lines -> lines)
                .map(line -> line + "\n")
                .reduce("", String::concat);
    }

    /**
     * The properties from which the host learns where things are: variables under their C names, places in the
     * function table under "table." and a name.
     */
    public String symbols() {
        Stream<String> variables = addresses.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue());
        Stream<String> places = callbacks.entrySet().stream().map(e -> "table." + e.getKey() + "=" + e.getValue());
        return Stream.concat(variables, places)
                .sorted()
                .map(line -> line + "\n")
                .reduce("", String::concat);
    }

    private Found function(String name) {
        Found function = functions.get(name);
        if (function == null) throw new IllegalStateException("no rule finds " + name);
        return function;
    }

    private static String reference(Found function) {
        return "#" + function.index() + " " + function.name() + " " + function.signature();
    }
}
