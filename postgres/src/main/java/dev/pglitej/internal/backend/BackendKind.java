package dev.pglitej.internal.backend;

/**
 * The kinds of process that the postmaster starts, with the function each begins in. The numbers are PostgreSQL's BackendType
 * (miscadmin.h), whose order is theirs.
 */
public enum BackendKind {
    CLIENT_BACKEND(1, "BackendMain", "client backend"),
    AUTOVACUUM_LAUNCHER(3, "AutoVacLauncherMain", "autovacuum launcher"),
    AUTOVACUUM_WORKER(4, "AutoVacWorkerMain", "autovacuum worker"),
    BACKGROUND_WORKER(5, "BackgroundWorkerMain", "background worker"),
    BACKGROUND_WRITER(10, "BackgroundWriterMain", "background writer"),
    CHECKPOINTER(11, "CheckpointerMain", "checkpointer"),
    WAL_WRITER(16, "WalWriterMain", "walwriter");

    private final int backendType;
    private final String mainFunction;
    private final String description;

    BackendKind(int backendType, String mainFunction, String description) {
        this.backendType = backendType;
        this.mainFunction = mainFunction;
        this.description = description;
    }

    int backendType() {
        return backendType;
    }

    String mainFunction() {
        return mainFunction;
    }

    /** Whether it may end with status 1, PostgreSQL's FATAL, and leave shared memory in order; of the others that is a crash. */
    boolean mayFail() {
        return this == CLIENT_BACKEND || this == AUTOVACUUM_WORKER || this == BACKGROUND_WORKER;
    }

    /** As PostgreSQL calls it in pg_stat_activity. */
    @Override
    public String toString() {
        return description;
    }
}
