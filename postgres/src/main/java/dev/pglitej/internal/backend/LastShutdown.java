package dev.pglitej.internal.backend;

import dev.pglitej.internal.kernel.ErrnoException;
import dev.pglitej.internal.kernel.vfs.MountTable;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Optional;

/**
 * When the cluster of a data directory was shut down, as its control file says. PostgreSQL logs it at each start under a postmaster, but
 * not as the stand-alone process that the first one is. Stateless.
 */
final class LastShutdown {
    // struct ControlFileData { uint64 system_identifier; uint32 pg_control_version, catalog_version_no; DBState state;
    // pg_time_t time; … }
    private static final int STATE_AT = 16;
    private static final int TIME_AT = 24;
    private static final int LENGTH = TIME_AT + Long.BYTES;
    private static final int DB_SHUTDOWNED = 1;

    private LastShutdown() {}

    /** None if it was not shut down, or the file cannot be read, of which PostgreSQL then says more. */
    static Optional<String> of(MountTable files) {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        try (OpenFile file = files.open(files.root(), Environment.DATA + "/global/pg_control", OpenFlags.O_RDONLY, 0)) {
            if (file.read(bytes, 0) < LENGTH || bytes.getInt(STATE_AT) != DB_SHUTDOWNED) return Optional.empty();
            return Optional.of(PostgresLog.time(Instant.ofEpochSecond(bytes.getLong(TIME_AT)))
                    .replace(".000", " UTC"));
        } catch (ErrnoException e) {
            return Optional.empty();
        }
    }
}
