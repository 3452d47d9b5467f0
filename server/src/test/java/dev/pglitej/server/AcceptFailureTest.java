package dev.pglitej.server;

import static dev.pglitej.server.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.protocol.BackendMessage.CommandComplete;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What becomes of a server that cannot accept a client for a while. */
final class AcceptFailureTest {
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final TestLog log = new TestLog();

    @Test
    void theServerLogsItAndAcceptsTheNextClient() throws Exception {
        IOException noDescriptor = new IOException("Too many open files");
        OutOfMemoryError noThread = new OutOfMemoryError("unable to create native thread");
        failures.add(noDescriptor);
        failures.add(noThread);

        try (Server server = serve();
                ScriptedClient client = ScriptedClient.startSession(server.address())) {
            TestServer.expectReady(client);
            client.send(new Query("served"));

            assertThat(client.receive()).isEqualTo(new CommandComplete("served"));
            assertThat(log.notes).containsExactly("could not accept a client", "could not accept a client");
            assertThat(log.failures).containsExactly(noDescriptor, noThread);
        }
    }

    @Test
    void closingEndsAServerThatCannotAcceptAnybody() throws Exception {
        for (int i = 0; i < 10_000; i++) failures.add(new IOException("Too many open files"));
        Server server = serve();
        eventually("it fails", () -> !log.failures.isEmpty());

        server.close();

        int before = log.failures.size();
        assertThat(server.waiting()).isZero();
        assertThat(log.failures).hasSizeLessThanOrEqualTo(before + 1);
    }

    private Server serve() throws IOException {
        ServerSocketChannel listener = new FailingListener(Server.bind("127.0.0.1", 0), failures);
        return Server.start(listener, FakeDatabase.echoing(), ServerOptions.defaults(), log);
    }

    /** A listener whose next calls of accept fail. */
    private static final class FailingListener extends ServerSocketChannel {
        private final ServerSocketChannel listener;
        private final Queue<Throwable> failures;

        FailingListener(ServerSocketChannel listener, Queue<Throwable> failures) {
            super(listener.provider());
            this.listener = listener;
            this.failures = failures;
        }

        @Override
        public SocketChannel accept() throws IOException {
            Throwable failure = failures.poll();
            if (failure instanceof IOException e) throw e;
            if (failure instanceof Error e) throw e;
            return listener.accept();
        }

        @Override
        public ServerSocketChannel bind(SocketAddress local, int backlog) throws IOException {
            listener.bind(local, backlog);
            return this;
        }

        @Override
        public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
            listener.setOption(name, value);
            return this;
        }

        @Override
        public <T> T getOption(SocketOption<T> name) throws IOException {
            return listener.getOption(name);
        }

        @Override
        public Set<SocketOption<?>> supportedOptions() {
            return listener.supportedOptions();
        }

        @Override
        public ServerSocket socket() {
            return listener.socket();
        }

        @Override
        public SocketAddress getLocalAddress() throws IOException {
            return listener.getLocalAddress();
        }

        @Override
        protected void implCloseSelectableChannel() throws IOException {
            listener.close();
        }

        @Override
        protected void implConfigureBlocking(boolean block) throws IOException {
            listener.configureBlocking(block);
        }
    }
}
