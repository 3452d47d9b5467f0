package dev.pglitej.internal.imports;

import dev.pglitej.internal.engine.GuestMemory;
import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.HostLog;
import dev.pglitej.internal.pg.PgGlobals;
import dev.pglitej.internal.pg.PgVariable;
import dev.pglitej.internal.pg.PgVariables;
import dev.pglitej.internal.pg.Port;
import dev.pglitej.internal.pg.SocketAddresses;
import dev.pglitej.internal.pg.StartupData;
import dev.pglitej.spi.SessionChannel;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * recv() and send() of one backend, in the form of pgl_set_rw_cbs: {@code (pointer, length) -> count}. Confined to the backend's thread.
 * Neither waits: PostgreSQL waits in WaitEventSetWait.
 */
public final class SocketCallbacks implements HostFunctions {
    private static final String LOG = "dev.pglitej.backend";

    private final SessionChannel channel;
    private final ClientOutput output;
    private final BooleanSupplier holdsLocks;
    private final GuestMemory.View bytes;
    private final SocketAddresses addresses;
    private final PgGlobals globals;
    private final Port port;
    private boolean knowsServer;

    /** @param holdsLocks whether the backend holds an LWLock now */
    public SocketCallbacks(
            StartupData.Client client, BooleanSupplier holdsLocks, GuestMemory memory, PgVariables variables) {
        this.channel = client.channel();
        this.output = new ClientOutput(client.channel());
        this.holdsLocks = holdsLocks;
        this.bytes = memory.new View();
        this.addresses = client.addresses();
        this.globals = new PgGlobals(memory, variables);
        this.port = new Port(memory, variables);
    }

    @Override
    public long call(String name, HostCall call) {
        return switch (name) {
            case "recv" -> receive(call);
            case "send" -> send(call);
            default -> throw HostFunctions.unknown(name);
        };
    }

    private long receive(HostCall call) {
        if (!knowsServer) tellServer();
        try {
            int count = channel.read(bytes.of(call.i32(0), call.i32(1)));
            if (count == 0) return fail(Errno.EAGAIN);
            return Math.max(count, 0);
        } catch (IOException | Error e) {
            return fail(e, Errno.ECONNRESET);
        }
    }

    /** Replaces getsockname(), which returns nothing in this build. pq_init has made the struct Port before anything is received. */
    private void tellServer() {
        knowsServer = true;
        port.putServer(addresses);
    }

    private long send(HostCall call) {
        try {
            int count = output.offer(bytes.of(call.i32(0), call.i32(1)), !holdsLocks.getAsBoolean());
            return count == 0 ? fail(Errno.EAGAIN) : count;
        } catch (IOException | Error e) {
            return fail(e, Errno.EPIPE);
        }
    }

    /** The client is lost, which ends only the backend; an Error has to be reported. */
    private long fail(Throwable cause, Errno errno) {
        if (cause instanceof Error) HostLog.log(LOG, System.Logger.Level.ERROR, "a client's channel failed", cause);
        return fail(errno);
    }

    private long fail(Errno errno) {
        globals.put(PgVariable.ERRNO, errno.number());
        return -1;
    }
}
