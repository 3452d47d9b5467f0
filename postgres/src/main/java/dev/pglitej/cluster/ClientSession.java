package dev.pglitej.cluster;

import dev.pglitej.backend.Backend;
import dev.pglitej.backend.Signal;
import dev.pglitej.session.Session;
import dev.pglitej.session.SessionChannel;

/** One client's session: a client backend that runs on the thread of whoever calls {@link #run}. */
final class ClientSession implements Session {
    private final Children children;
    private final Backend backend;
    private final SessionChannel channel;

    ClientSession(Children children, Backend backend, SessionChannel channel) {
        this.children = children;
        this.backend = backend;
        this.channel = channel;
    }

    @Override
    public void run() {
        try {
            children.run(backend);
        } catch (BackendCrashedException e) {
            FatalMessage.CRASH_SHUTDOWN.sendTo(channel);
            throw e;
        }
    }

    @Override
    public void terminate() {
        backend.signal(Signal.SIGTERM);
    }
}
