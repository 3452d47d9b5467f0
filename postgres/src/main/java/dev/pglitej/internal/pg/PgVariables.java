package dev.pglitej.internal.pg;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Where PostgreSQL's variables are in linear memory, and what else the build recorded of the binary, looked up once when the library is
 * loaded: a name that the build did not find fails there. Immutable.
 */
// What has to be looked at for a new PGlite stands in the package's comment.
public final class PgVariables {
    private final Map<PgVariable, Integer> addresses = new EnumMap<>(PgVariable.class);
    private final int shutdownXlog;
    private final int pgstatBeforeServerShutdown;
    private final ErrorPlace outOfMemory;

    PgVariables(PostgresSymbols symbols) {
        for (PgVariable variable : PgVariable.values()) addresses.put(variable, symbols.value(variable.cName()));
        this.shutdownXlog = symbols.value("table.ShutdownXLOG");
        this.pgstatBeforeServerShutdown = symbols.value("table.pgstat_before_server_shutdown");
        this.outOfMemory = new ErrorPlace(
                symbols.value("out_of_memory.file"),
                symbols.value("out_of_memory.line"),
                symbols.value("out_of_memory.function"));
    }

    /** The arguments of errfinish: addresses of two C strings, and a line. */
    record ErrorPlace(int file, int line, int function) {}

    public int address(PgVariable variable) {
        return Objects.requireNonNull(addresses.get(variable));
    }

    /** ShutdownXLOG (xlog.c), as pointers to it know it. */
    int shutdownXlog() {
        return shutdownXlog;
    }

    /** pgstat_before_server_shutdown (pgstat.c), likewise. */
    int pgstatBeforeServerShutdown() {
        return pgstatBeforeServerShutdown;
    }

    /** Where MemoryContextAllocationFailure (mcxt.c) says that its error is. */
    ErrorPlace outOfMemory() {
        return outOfMemory;
    }
}
