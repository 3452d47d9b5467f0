package dev.pglitej;

import dev.pglitej.spi.Session;
import dev.pglitej.spi.SessionRequest;
import dev.pglitej.spi.Sessions;

/**
 * Opens sessions on the present state of a {@link PGlite}, which {@link PGlite#resetTo} may replace. Keeps the {@link PGlite} reachable.
 * Thread-safe.
 */
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
