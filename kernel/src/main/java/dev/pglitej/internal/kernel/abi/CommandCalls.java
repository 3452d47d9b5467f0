package dev.pglitej.internal.kernel.abi;

import dev.pglitej.internal.engine.GuestFault;
import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.ErrnoException;
import dev.pglitej.internal.kernel.io.Description;
import dev.pglitej.internal.kernel.process.PipedCommand;
import dev.pglitej.internal.kernel.process.Process;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * system, popen and pclose, as functions that the host puts into the guest's function table. Confined to the process's thread.
 *
 * <p>A command runs on that thread, on top of the call: with popen "r" when it is opened, with "w" when it is closed. The stream
 * is one of the guest's own C library, on a descriptor.
 */
public final class CommandCalls {

    private static final int FAILED = -1;
    private static final int SHELL_AVAILABLE = 1;
    private static final int NULL = 0;

    private final Process process;
    private final GuestExports.Source exports;
    private final Map<Integer, PipedCommand> streams = new HashMap<>();

    CommandCalls(Process process, GuestExports.Source exports) {
        this.process = process;
        this.exports = exports;
    }

    /** (command): its wait status; 1 for null, since there is a shell. */
    public long system(HostCall call) {
        if (call.i32(0) == NULL) return SHELL_AVAILABLE;
        try {
            String command = call.memory().cString(call.i32(0));
            return process.kernel().shell().system(process, command).waitStatus();
        } catch (GuestFault e) {
            return failed(call, Errno.EFAULT, FAILED);
        }
    }

    /** (command, mode): a stream, or null with errno set. */
    public long popen(HostCall call) {
        try {
            return popen(call, call.memory().cString(call.i32(0)), call.memory().cString(call.i32(1)));
        } catch (ErrnoException e) {
            return failed(call, e.errno(), NULL);
        } catch (GuestFault e) {
            return failed(call, Errno.EFAULT, NULL);
        }
    }

    private long popen(HostCall call, String command, String mode) {
        if (!mode.startsWith("r") && !mode.startsWith("w")) throw Errno.EINVAL.failure();
        boolean reads = mode.startsWith("r");
        PipedCommand started = reads
                ? process.kernel().shell().popenForReading(process, command)
                : process.kernel().shell().popenForWriting(process, command);
        int stream = open(call, started.stream(), reads ? "re" : "we");
        if (stream != NULL) streams.put(stream, started);
        return stream;
    }

    /** fopen in the guest of a path that means the descriptor, which is then only the stream's. */
    private int open(HostCall call, Description description, String mode) {
        int descriptor = process.descriptors().open(description, true);
        try {
            GuestExports guest = exports.of(call);
            byte[] path = ("/proc/self/fd/" + descriptor + "\0").getBytes(StandardCharsets.UTF_8);
            byte[] modeText = (mode + "\0").getBytes(StandardCharsets.UTF_8);
            int text = guest.allocate(path.length + modeText.length);
            if (text == NULL) throw Errno.ENOMEM.failure();
            call.memory().put(text, path, 0, path.length);
            call.memory().put(text + path.length, modeText, 0, modeText.length);
            int stream = (int) guest.call("fopen", text, text + path.length);
            if (guest.has("free")) guest.call("free", text);
            return stream;
        } finally {
            process.descriptors().close(descriptor);
        }
    }

    /** (stream): the command's wait status, or -1 with errno set. */
    public long pclose(HostCall call) {
        PipedCommand command = streams.remove(call.i32(0));
        if (command == null) return failed(call, Errno.EINVAL, FAILED);
        exports.of(call).call("fclose", call.i32(0));
        return command.await().waitStatus();
    }

    private long failed(HostCall call, Errno errno, int result) {
        int address = (int) exports.of(call).call("__errno_location");
        call.memory().putInt(address, errno.number());
        return result;
    }
}
