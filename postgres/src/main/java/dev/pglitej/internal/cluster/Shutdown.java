package dev.pglitej.internal.cluster;

import java.util.Locale;

/** How a database is shut down, by the names of pg_ctl. */
public enum Shutdown {
    /** Lets sessions go on until their clients leave, and only then ends. New ones are refused. */
    SMART,
    /** Terminates the sessions, with PostgreSQL's error 57P01, and then shuts down cleanly. */
    FAST,
    /** Ends everything where it is. The next start recovers from the write-ahead log, so no commit is lost. */
    IMMEDIATE;

    /** The word in PostgreSQL's log. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
