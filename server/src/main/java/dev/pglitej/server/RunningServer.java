package dev.pglitej.server;

import dev.pglitej.api.PGliteException;
import dev.pglitej.server.Command.Serve;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.function.Consumer;

/** A database and the server in front of it, as the command line asked for them. Thread-safe. */
final class RunningServer implements AutoCloseable {
    private final ServedDatabase database;
    private final Server server;

    private RunningServer(ServedDatabase database, Server server) {
        this.database = database;
        this.server = server;
    }

    /** Opens both. The address is taken first, so that a wrong one costs no time. */
    static RunningServer start(Serve options, ServedDatabase.Opener databases, ServerLog log) throws IOException {
        ServerSocketChannel listener = bind(options);
        try {
            ServedDatabase database = databases.open(options);
            return new RunningServer(database, serve(listener, database, log));
        } catch (IOException | RuntimeException | Error e) {
            listener.close();
            throw e;
        }
    }

    String hostAndPort() {
        return server.hostAndPort();
    }

    /** Tells this once the database has crashed and will not recover. */
    void onFailure(Consumer<PGliteException> listener) {
        database.onFailure(listener);
    }

    /** Ends all sessions, then closes the database. */
    @Override
    public void close() {
        try (database) {
            server.close();
        }
    }

    private static Server serve(ServerSocketChannel listener, ServedDatabase database, ServerLog log)
            throws IOException {
        try {
            return Server.start(listener, database.sessions(), ServerOptions.defaults(), log);
        } catch (IOException | RuntimeException | Error e) {
            database.close();
            throw e;
        }
    }

    private static ServerSocketChannel bind(Serve options) throws IOException {
        String where = options.host() + ":" + options.port();
        try {
            return Server.bind(options.host(), options.port());
        } catch (UnknownHostException e) {
            throw new IOException("there is no address for --host " + options.host(), e);
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen on " + where + ": " + e.getMessage()
                            + "; choose another --port, or 0 for any free one",
                    e);
        }
    }
}
