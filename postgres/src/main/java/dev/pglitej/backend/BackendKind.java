package dev.pglitej.backend;

/**
 * The kinds of process that the postmaster starts, with the function each begins in. The numbers are PostgreSQL's BackendType
 * (miscadmin.h).
 */
public enum BackendKind {
    CLIENT_BACKEND(1, "BackendMain", "client backend"),
    CHECKPOINTER(11, "CheckpointerMain", "checkpointer");

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

    /** As PostgreSQL calls it in pg_stat_activity. */
    @Override
    public String toString() {
        return description;
    }
}
