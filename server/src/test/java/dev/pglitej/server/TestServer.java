package dev.pglitej.server;

import dev.pglitej.internal.protocol.BackendMessage.Authentication;
import dev.pglitej.internal.protocol.BackendMessage.ReadyForQuery;
import dev.pglitej.internal.protocol.Value;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A server on a free port of 127.0.0.1 with all that a test wants to look at. */
final class TestServer implements AutoCloseable {
    /** One session at a time, so that there is a line. */
    static final ServerOptions OPTIONS = ServerOptions.defaults().withSessions(1);

    final FakeDatabase database;
    final TestLog log = new TestLog();
    final Server server;

    private TestServer(FakeDatabase database, ServerOptions options) throws IOException {
        this.database = database;
        this.server = Server.start(Server.bind("127.0.0.1", 0), database, options, log);
    }

    static TestServer of(FakeDatabase database, ServerOptions options) throws IOException {
        return new TestServer(database, options);
    }

    static TestServer echoing(ServerOptions options) throws IOException {
        return new TestServer(FakeDatabase.echoing(), options);
    }

    static TestServer echoing() throws IOException {
        return echoing(OPTIONS);
    }

    InetSocketAddress address() {
        return server.address();
    }

    ScriptedClient connect() throws IOException {
        return ScriptedClient.connect(address());
    }

    /** A client whose session waits for a query. */
    ScriptedClient session() throws IOException {
        ScriptedClient client = ScriptedClient.startSession(address());
        expectReady(client);
        return client;
    }

    static void expectReady(ScriptedClient client) throws IOException {
        if (!client.receive().equals(new Authentication(0, Value.of()))
                || !client.receive().equals(new ReadyForQuery('I'))) {
            throw new AssertionError("the session did not start");
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
