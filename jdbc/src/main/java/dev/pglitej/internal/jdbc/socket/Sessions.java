package dev.pglitej.internal.jdbc.socket;

import dev.pglitej.PGlite;
import dev.pglitej.spi.SessionRequest;
import dev.pglitej.spi.ThreadlessSession;

/** Where sessions in this process come from. Safe for any number of threads. */
interface Sessions {
    /** As {@link PGlite#openThreadless}. */
    ThreadlessSession open(SessionRequest request);

    /** As {@link PGlite#cancel}. */
    boolean cancel(int processId, byte[] secretKey);

    /** Those of a database. */
    static Sessions of(PGlite database) {
        return new Sessions() {
            @Override
            public ThreadlessSession open(SessionRequest request) {
                return database.openThreadless(request);
            }

            @Override
            public boolean cancel(int processId, byte[] secretKey) {
                return database.cancel(processId, secretKey);
            }
        };
    }
}
