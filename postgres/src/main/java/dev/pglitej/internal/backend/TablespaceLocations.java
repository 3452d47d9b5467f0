package dev.pglitej.internal.backend;

import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.engine.HostFunction;
import dev.pglitej.internal.engine.ImportType;
import dev.pglitej.internal.engine.Imports;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.ErrnoException;
import dev.pglitej.internal.kernel.process.Process;
import dev.pglitej.internal.kernel.vfs.FileSystem;
import dev.pglitej.internal.kernel.vfs.MountTable;
import dev.pglitej.internal.pg.GuestErrors;

/**
 * A process's imports, which refuse a tablespace outside of the data directory with a hint that says what to do instead. Confined to the
 * process's thread.
 *
 * <p>PostgreSQL's first step with such a directory is chmod(2), which backends use for nothing else (create_tablespace_directories in
 * tablespace.c). The errors are those that PostgreSQL would raise for the results of that call.
 */
final class TablespaceLocations implements Imports {
    private static final String UNDEFINED_FILE = "58P01";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String HINT = "Tablespaces are kept in the data directory alone:"
            + " SET allow_in_place_tablespaces = on, and create the tablespace with LOCATION ''.";

    private final Imports others;
    private final Process process;

    TablespaceLocations(Imports others, Process process) {
        this.others = others;
        this.process = process;
    }

    @Override
    public HostFunction resolve(ImportType type) {
        HostFunction function = others.resolve(type);
        return type.name().equals("__syscall_chmod") ? call -> chmod(function, call) : function;
    }

    /** (path, mode). */
    private long chmod(HostFunction function, HostCall call) {
        String path = call.memory().cString(call.i32(0));
        MountTable files = process.files();
        FileSystem data = files.directory(files.root(), Environment.DATA).fileSystem();
        try {
            if (files.resolve(process.workingDirectory(), path).fileSystem() != data) {
                String reason = "could not set permissions on directory \"" + path + "\": Read-only file system";
                GuestErrors.raise(call.guest(), INSUFFICIENT_PRIVILEGE, reason, HINT);
            }
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT && !path.startsWith(Environment.DATA)) {
                GuestErrors.raise(call.guest(), UNDEFINED_FILE, "directory \"" + path + "\" does not exist", HINT);
            }
        }
        return function.call(call);
    }
}
