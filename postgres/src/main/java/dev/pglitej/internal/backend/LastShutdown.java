package dev.pglitej.internal.backend;

import dev.pglitej.internal.kernel.ErrnoException;
import dev.pglitej.internal.kernel.vfs.MountTable;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import dev.pglitej.internal.pg.ControlFileData;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * When the cluster of a data directory was shut down, as its control file says. PostgreSQL logs it at each start under a postmaster, but
 * not as the stand-alone process that the first one is. Stateless.
 */
final class LastShutdown {
    private LastShutdown() {}

    /** Empty if it was not shut down, or if the file cannot be read, which PostgreSQL reports itself. */
    static Optional<String> of(MountTable files) {
        ByteBuffer bytes = ByteBuffer.allocate(ControlFileData.BYTES);
        try (OpenFile file = files.open(files.root(), Environment.DATA + "/global/pg_control", OpenFlags.O_RDONLY, 0)) {
            if (file.read(bytes, 0) < ControlFileData.BYTES) return Optional.empty();
            ControlFileData data = new ControlFileData(bytes);
            return data.isShutDown()
                    ? Optional.of(PostgresLog.time(data.time()).replace(".000", " UTC"))
                    : Optional.empty();
        } catch (ErrnoException e) {
            return Optional.empty();
        }
    }
}
