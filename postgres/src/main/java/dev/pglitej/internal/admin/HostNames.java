package dev.pglitej.internal.admin;

import java.util.Set;

/**
 * The names of the files that the host itself puts into a data directory. PostgreSQL never sees them and cannot make them, and backups
 * do not contain them. Constants.
 */
public final class HostNames {
    /** Locked as long as the directory is open; see {@code DirectoryLock}. */
    public static final String LOCK = "pglitej.lock";

    /** There while a new database is being made: what is in the directory then is ours, and of no use to anybody. */
    public static final String INITIALIZING = "pglitej.initializing";

    /** There while a backup is being written, or restored: nothing may open the directory. */
    public static final String UNFINISHED = "pglitej.unfinished";

    public static final Set<String> ALL = Set.of(LOCK, INITIALIZING, UNFINISHED);

    private HostNames() {}
}
