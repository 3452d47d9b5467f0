package dev.pglitej.internal.pg;

/** The variables of PostgreSQL that the host reads or writes, by their C names. {@link PgVariables} says where they are. */
public enum PgVariable {
    BACKGROUND_WORKER_DATA("BackgroundWorkerData"),
    BEFORE_SHMEM_EXIT_INDEX("before_shmem_exit_index"),
    BEFORE_SHMEM_EXIT_LIST("before_shmem_exit_list"),
    BUFFER_DESCRIPTORS("BufferDescriptors"),
    CHECKPOINTER_SHMEM("CheckpointerShmem"),
    CRIT_SECTION_COUNT("CritSectionCount"),
    CURRENT_MEMORY_CONTEXT("CurrentMemoryContext"),
    DEBUG_QUERY_STRING("debug_query_string"),
    ERRNO("errno"),
    HELD_LWLOCKS("held_lwlocks"),
    INTERRUPT_HOLDOFF_COUNT("InterruptHoldoffCount"),
    INTERRUPT_PENDING("InterruptPending"),
    IS_POSTMASTER_ENVIRONMENT("IsPostmasterEnvironment"),
    IS_UNDER_POSTMASTER("IsUnderPostmaster"),
    MY_BACKEND_TYPE("MyBackendType"),
    MY_CLIENT_SOCKET("MyClientSocket"),
    MY_LATCH("MyLatch"),
    MY_PM_CHILD_SLOT("MyPMChildSlot"),
    MY_PROC("MyProc"),
    MY_PROC_PID("MyProcPid"),
    MY_PROC_PORT("MyProcPort"),
    MY_WAIT_EVENT_INFO("my_wait_event_info"),
    N_BUFFERS("NBuffers"),
    NUM_HELD_LWLOCKS("num_held_lwlocks"),
    ON_PROC_EXIT_INDEX("on_proc_exit_index"),
    ON_PROC_EXIT_LIST("on_proc_exit_list"),
    ON_SHMEM_EXIT_INDEX("on_shmem_exit_index"),
    ON_SHMEM_EXIT_LIST("on_shmem_exit_list"),
    PG_RELOAD_TIME("PgReloadTime"),
    PG_START_TIME("PgStartTime"),
    /** The text that version() returns: a constant, not a pointer. */
    PG_VERSION_STR("PG_VERSION_STR"),
    PGSTAT_SHARED_HASH("pgStatLocal.shared_hash"),
    PM_SIGNAL_STATE("PMSignalState"),
    POSTMASTER_PID("PostmasterPid"),
    PROC_GLOBAL("ProcGlobal"),
    /** A static of PostgresMain. */
    SEND_READY_FOR_QUERY("send_ready_for_query"),
    STRATEGY_CONTROL("StrategyControl"),
    TOP_MEMORY_CONTEXT("TopMemoryContext");

    private final String cName;

    PgVariable(String cName) {
        this.cName = cName;
    }

    String cName() {
        return cName;
    }
}
