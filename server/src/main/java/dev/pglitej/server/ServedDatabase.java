package dev.pglitej.server;

import dev.pglitej.api.PGliteException;
import dev.pglitej.spi.Sessions;
import java.util.function.Consumer;

/** A database that is open for as long as a server serves it. Closing it writes all to disk that belongs there. */
interface ServedDatabase extends AutoCloseable {
    Sessions sessions();

    /** Tells this once it has crashed and will not recover. */
    void onFailure(Consumer<PGliteException> listener);

    @Override
    void close();

    /** Opens the database that a command line asks for. */
    @FunctionalInterface
    interface Opener {
        ServedDatabase open(Command.Serve options);
    }
}
