package dev.pglitej.internal.admin;

import java.util.Set;

/**
 * The names of the files that the host itself puts into a data directory. PostgreSQL never sees them and cannot make them, and backups
 * do not contain them. Constants.
 */
public final class HostNames {
    /** Locked as long as the directory is open; see {@code DirectoryLock}. */
    public static final String LOCK = "pglitej.lock";

    /** Exists while a new database is being made. Until then, the contents of the directory are ours, and may be deleted. */
    public static final String INITIALIZING = "pglitej.initializing";

    /** Exists while a backup is being written or restored. The directory must not be opened. */
    public static final String UNFINISHED = "pglitej.unfinished";

    public static final Set<String> ALL = Set.of(LOCK, INITIALIZING, UNFINISHED);

    private HostNames() {}
}
