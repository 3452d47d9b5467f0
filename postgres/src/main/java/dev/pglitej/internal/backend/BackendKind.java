package dev.pglitej.internal.backend;

import dev.pglitej.internal.pg.PgFunction;

/**
 * The kinds of process that the postmaster starts, with the main function of each. The numbers and the order are those of PostgreSQL's
 * BackendType (miscadmin.h).
 */
// RATIONALE: "Why is there no logical replication launcher?"
public enum BackendKind {
    CLIENT_BACKEND(1, PgFunction.BACKEND_MAIN, "client backend"),
    AUTOVACUUM_LAUNCHER(3, PgFunction.AUTO_VAC_LAUNCHER_MAIN, "autovacuum launcher"),
    AUTOVACUUM_WORKER(4, PgFunction.AUTO_VAC_WORKER_MAIN, "autovacuum worker"),
    BACKGROUND_WORKER(5, PgFunction.BACKGROUND_WORKER_MAIN, "background worker"),
    BACKGROUND_WRITER(10, PgFunction.BACKGROUND_WRITER_MAIN, "background writer"),
    CHECKPOINTER(11, PgFunction.CHECKPOINTER_MAIN, "checkpointer"),
    WAL_WRITER(16, PgFunction.WAL_WRITER_MAIN, "walwriter");

    private final int backendType;
    private final PgFunction mainFunction;
    private final String description;

    BackendKind(int backendType, PgFunction mainFunction, String description) {
        this.backendType = backendType;
        this.mainFunction = mainFunction;
        this.description = description;
    }

    int backendType() {
        return backendType;
    }

    PgFunction mainFunction() {
        return mainFunction;
    }

    /** Whether it may exit with status 1 (PostgreSQL's FATAL) and leave shared memory intact. For other kinds, that is a crash. */
    boolean mayFail() {
        return this == CLIENT_BACKEND || this == AUTOVACUUM_WORKER || this == BACKGROUND_WORKER;
    }

    /** Whether it does what clients have asked for, rather than what the database needs itself. */
    boolean isForClients() {
        return this == CLIENT_BACKEND || this == BACKGROUND_WORKER;
    }

    /** The name in pg_stat_activity. */
    @Override
    public String toString() {
        return description;
    }
}
