package dev.pglitej.internal.kernel.abi;

import dev.pglitej.internal.engine.GuestMemory;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.process.Process;
import dev.pglitej.internal.kernel.vfs.Directory;
import java.nio.charset.StandardCharsets;

/** Path names and the directories they start from, as system calls are given them. Confined to the process's thread. */
final class PathArguments {

    /** In place of a descriptor: the working directory (AT_FDCWD). */
    static final int WORKING_DIRECTORY = -100;

    /** AT_SYMLINK_NOFOLLOW. */
    static final int NO_FOLLOW = 0x100;

    /** AT_EMPTY_PATH. */
    static final int EMPTY_PATH = 0x1000;

    /** PATH_MAX; it counts the terminating zero. */
    private static final int LONGEST = 4096;

    private final Process process;

    PathArguments(Process process) {
        this.process = process;
    }

    /** The text at {@code address}; ENAMETOOLONG before anything absurd is read. */
    String text(GuestMemory memory, int address) {
        int length = 0;
        while (memory.getByte(address + length) != 0) {
            length++;
            if (length == LONGEST) throw Errno.ENAMETOOLONG.failure();
        }
        byte[] bytes = new byte[length];
        memory.get(address, bytes, 0, length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Where {@code path} starts; an absolute one does not look at the descriptor. */
    Directory base(int descriptor, String path) {
        if (descriptor == WORKING_DIRECTORY || path.startsWith("/")) return process.workingDirectory();
        return process.descriptors().get(descriptor).directory();
    }

    Directory workingDirectory() {
        return process.workingDirectory();
    }
}
