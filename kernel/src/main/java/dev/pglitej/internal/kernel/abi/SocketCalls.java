package dev.pglitej.internal.kernel.abi;

import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.io.Description;
import dev.pglitej.internal.kernel.io.DescriptorTable;
import dev.pglitej.internal.kernel.process.Process;
import java.nio.ByteBuffer;

/**
 * Sockets. Confined to the process's thread.
 *
 * <p>A guest cannot make any: there is no network and so no address family. It may be given connected ones by the host, on which
 * it can send and receive.
 */
final class SocketCalls {

    private static final int DONT_WAIT = 0x40;
    private static final int NO_SIGNAL = 0x4000;

    private final DescriptorTable descriptors;

    SocketCalls(Process process) {
        this.descriptors = process.descriptors();
    }

    /** What no connected socket allows, with its reason. */
    long refuse(HostCall call, Errno reason) {
        socket(call);
        throw reason.failure();
    }

    private Description socket(HostCall call) {
        Description description = descriptors.get(call.i32(0));
        if (!description.isSocket()) throw Errno.ENOTSOCK.failure();
        return description;
    }

    private static void refuseFlagsBut(int known, int flags) {
        if ((flags & ~known) != 0) throw Errno.EOPNOTSUPP.failure();
    }

    /** (descriptor, buffer, length, flags, address, address length): a stream has no address to tell of. */
    long receive(HostCall call) {
        Description socket = socket(call);
        int flags = call.i32(3);
        refuseFlagsBut(DONT_WAIT, flags);
        ByteBuffer target = call.memory().slice(call.i32(1), call.i32(2));
        if (call.i32(5) != 0) call.memory().putInt(call.i32(5), 0);
        return countOf((flags & DONT_WAIT) != 0 ? socket.readNow(target) : socket.read(target));
    }

    /** (descriptor, buffer, length, flags, address, address length). */
    long send(HostCall call) {
        Description socket = socket(call);
        int flags = call.i32(3);
        refuseFlagsBut(DONT_WAIT | NO_SIGNAL, flags);
        if (call.i32(4) != 0) throw Errno.EISCONN.failure();
        ByteBuffer source = call.memory().slice(call.i32(1), call.i32(2));
        return countOf((flags & DONT_WAIT) != 0 ? socket.writeNow(source) : socket.write(source));
    }

    private static long countOf(int count) {
        return count == Description.WOULD_BLOCK ? -Errno.EAGAIN.number() : count;
    }
}
