package dev.pglitej.internal.kernel.abi;

import dev.pglitej.internal.engine.GuestMemory;
import dev.pglitej.internal.kernel.vfs.FileSystemStat;
import dev.pglitej.internal.kernel.vfs.Stat;
import java.util.concurrent.TimeUnit;

/** Where the guest's C library has the members of {@code struct stat}, {@code struct statfs} and {@code struct timespec}. */
final class StatLayout {

    static final int STAT_BYTES = 96;
    static final int STATFS_BYTES = 88;
    static final int TIMESPEC_BYTES = 16;

    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int LONGEST_NAME = 255;
    private static final int READ_ONLY = 1;

    private StatLayout() {}

    static void put(GuestMemory memory, int address, Stat stat) {
        memory.fill(address, STAT_BYTES, (byte) 0);
        memory.putInt(address, (int) stat.device());
        memory.putInt(address + 4, stat.mode());
        memory.putInt(address + 8, stat.links());
        memory.putInt(address + 12, stat.uid());
        memory.putInt(address + 16, stat.gid());
        memory.putInt(address + 20, (int) stat.specialDevice());
        memory.putLong(address + 24, stat.size());
        memory.putInt(address + 32, stat.blockSize());
        memory.putInt(address + 36, (int) stat.blocks());
        putTime(memory, address + 40, stat.accessedNanos());
        putTime(memory, address + 56, stat.modifiedNanos());
        putTime(memory, address + 72, stat.changedNanos());
        memory.putLong(address + 88, stat.inode());
    }

    private static void putTime(GuestMemory memory, int address, long nanos) {
        memory.putLong(address, Math.floorDiv(nanos, NANOS_PER_SECOND));
        memory.putInt(address + 8, (int) Math.floorMod(nanos, NANOS_PER_SECOND));
    }

    static void put(GuestMemory memory, int address, FileSystemStat stat) {
        memory.fill(address, STATFS_BYTES, (byte) 0);
        memory.putInt(address + 4, stat.blockSize());
        memory.putLong(address + 8, stat.totalBlocks());
        memory.putLong(address + 16, stat.freeBlocks());
        memory.putLong(address + 24, stat.freeBlocks());
        memory.putLong(address + 32, stat.files());
        memory.putInt(address + 56, LONGEST_NAME);
        memory.putInt(address + 60, stat.blockSize());
        memory.putInt(address + 64, stat.readOnly() ? READ_ONLY : 0);
    }
}
