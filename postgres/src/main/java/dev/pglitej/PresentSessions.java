package dev.pglitej;

import dev.pglitej.spi.Session;
import dev.pglitej.spi.SessionRequest;
import dev.pglitej.spi.Sessions;

/** The sessions of what a {@link PGlite} is at each call, since {@link PGlite#resetTo} replaces that. Keeps it reachable. Thread-safe. */
final class PresentSessions implements Sessions {
    private final PGlite owner;

    PresentSessions(PGlite owner) {
        this.owner = owner;
    }

    @Override
    public Session open(SessionRequest request) {
        return owner.present().sessions().open(request);
    }

    @Override
    public boolean cancel(int processId, byte[] secretKey) {
        return owner.present().sessions().cancel(processId, secretKey);
    }
}
