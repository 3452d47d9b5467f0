package dev.pglitej.internal.pg;

import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.GuestFunction;
import dev.pglitej.internal.engine.NativeModule;
import java.util.StringJoiner;

/** The functions of PostgreSQL, and of the C library in it, that the host calls, by their C names. Immutable. */
public enum PgFunction {
    AUTO_VAC_LAUNCHER_MAIN("AutoVacLauncherMain"),
    AUTO_VAC_WORKER_MAIN("AutoVacWorkerMain"),
    BACKEND_MAIN("BackendMain"),
    BACKGROUND_WORKER_MAIN("BackgroundWorkerMain"),
    BACKGROUND_WRITER_MAIN("BackgroundWriterMain"),
    CHECKPOINTER_MAIN("CheckpointerMain"),
    EMSCRIPTEN_TIMEOUT("_emscripten_timeout"),
    ERRCODE("errcode"),
    ERRDETAIL_INTERNAL("errdetail_internal"),
    ERRFINISH("errfinish"),
    ERRHINT("errhint"),
    ERRMSG_INTERNAL("errmsg_internal"),
    ERRSTART("errstart"),
    FREE("free"),
    GET_CONFIG_OPTION("GetConfigOption"),
    INIT_PROCESS_GLOBALS("InitProcessGlobals"),
    INIT_STANDALONE_PROCESS("InitStandaloneProcess"),
    LOAD_HBA("load_hba"),
    LOAD_IDENT("load_ident"),
    MEMALIGN("emscripten_builtin_memalign"),
    MEMORY_CONTEXT_STATS("MemoryContextStats"),
    PALLOC("palloc"),
    PALLOC0("palloc0"),
    PGL_SET_PCLOSE_FN("pgl_set_pclose_fn"),
    PGL_SET_POPEN_FN("pgl_set_popen_fn"),
    PGL_SET_RW_CBS("pgl_set_rw_cbs"),
    PGL_SET_SYSTEM_FN("pgl_set_system_fn"),
    PROCESS_CONFIG_FILE("ProcessConfigFile"),
    PROCESS_INTERRUPTS("ProcessInterrupts"),
    PROC_EXIT("proc_exit"),
    RAISE("raise"),
    SET_CONFIG_OPTION("SetConfigOption"),
    SET_LATCH("SetLatch"),
    WAL_WRITER_MAIN("WalWriterMain");

    private final String cName;

    PgFunction(String cName) {
        this.cName = cName;
    }

    /**
     * Checks once that a build has all of them.
     *
     * @throws IllegalStateException if not, with those that it lacks
     */
    static void checkAll(NativeModule postgres) {
        StringJoiner missing = new StringJoiner(", ");
        for (PgFunction function : values()) {
            if (!postgres.exportsFunction(function.cName)) missing.add(function.cName);
        }
        if (missing.length() > 0) {
            throw new IllegalStateException(
                    "PostgreSQL build " + postgres.wasmSha256() + " exports no function " + missing);
        }
    }

    /** The function as a process has it, for calls that are many. */
    public GuestFunction of(Guest guest) {
        return guest.function(cName);
    }

    /** Runs it in a process, as {@link Guest#call} does; its raw result, 0 for none. */
    public long call(Guest guest, long... arguments) {
        return guest.call(of(guest), arguments);
    }
}
