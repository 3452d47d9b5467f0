package dev.pglitej.server;

import dev.pglitej.spi.Session;
import java.util.function.BooleanSupplier;

/** A session that only {@link #run} runs: each client of a server has a thread of its own. */
abstract class RunnableSession implements Session {
    @Override
    public final Progress advance(BooleanSupplier leave) {
        throw new AssertionError("a server runs its sessions to their end");
    }

    @Override
    public final void reconsider() {
        throw new AssertionError("a server runs its sessions to their end");
    }
}
