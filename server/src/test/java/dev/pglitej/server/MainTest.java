package dev.pglitej.server;

import static dev.pglitej.server.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.protocol.BackendMessage;
import dev.pglitej.internal.protocol.BackendMessage.CommandComplete;
import dev.pglitej.internal.protocol.BackendMessage.ErrorResponse;
import dev.pglitej.internal.protocol.ErrorFields;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import dev.pglitej.internal.protocol.StartupPacket.StartupMessage;
import dev.pglitej.spi.Sessions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MainTest {
    private static final Pattern READY = Pattern.compile("PGliteJ is ready on 127\\.0\\.0\\.1:([0-9]+)\\R");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final FakeDatabase database = FakeDatabase.echoing();

    @Test
    void helpAndVersionGoToStdout() throws Exception {
        assertThat(run("--help")).isZero();
        assertThat(run("--version")).isZero();

        assertThat(out.toString(UTF_8))
                .contains("Usage: pglitej serve", "--memory-limit")
                .containsPattern("pglitej [0-9]");
        assertThat(err.size()).isZero();
    }

    @Test
    void aBadOptionIsOneMessageAndStatus2() throws Exception {
        assertThat(run("serve", "--prot", "1")).isEqualTo(2);

        assertThat(err.toString(UTF_8)).isEqualTo("pglitej: unknown option --prot of serve; see pglitej --help\n");
        assertThat(out.size()).isZero();
    }

    @Test
    void tooLittleMemoryIsOneMessageAndStatus2() throws Exception {
        Main main = new Main(print(out), print(err), DatabaseBinding::open);

        assertThat(main.run(List.of("serve", "--port", "0", "--memory-limit", "100MB")))
                .isEqualTo(2);

        assertThat(err.toString(UTF_8))
                .isEqualTo(
                        "pglitej: --memory-limit: the memory limit is 104857600 bytes, but must be at least 176160768"
                                + " (168 MB), which PostgreSQL begins with; see pglitej --help\n");
        assertThat(out.size()).isZero();
    }

    @Test
    void aTakenPortIsOneMessageAndStatus1() throws Exception {
        try (ServerSocketChannel taken = Server.bind("127.0.0.1", 0)) {
            String port = Integer.toString(((InetSocketAddress) taken.getLocalAddress()).getPort());

            assertThat(run("serve", "--port", port)).isEqualTo(1);

            assertThat(err.toString(UTF_8))
                    .startsWith("pglitej: cannot listen on 127.0.0.1:" + port)
                    .contains("choose another --port")
                    .hasLineCount(1);
        }
    }

    @Test
    void aHostWithoutAnAddressIsOneMessageAndStatus1() throws Exception {
        assertThat(run("serve", "--host", "nowhere.invalid", "--port", "0")).isEqualTo(1);

        assertThat(err.toString(UTF_8)).isEqualTo("pglitej: there is no address for --host nowhere.invalid\n");
        assertThat(out.size()).isZero();
    }

    @Test
    void aPortIsFreeAgainAfterADatabaseHasNotOpened() throws Exception {
        int port;
        try (ServerSocketChannel free = Server.bind("127.0.0.1", 0)) {
            port = ((InetSocketAddress) free.getLocalAddress()).getPort();
        }
        Main main = new Main(print(out), print(err), options -> {
            throw new PGliteException("not today");
        });

        assertThat(main.run(List.of("serve", "--port", Integer.toString(port)))).isEqualTo(1);

        try (ServerSocketChannel again = Server.bind("127.0.0.1", port)) {
            assertThat(again.isOpen()).isTrue();
        }
    }

    @Test
    void aDatabaseThatDoesNotOpenIsStatus1AndTheReason() throws Exception {
        Main main = new Main(print(out), print(err), options -> {
            throw new PGliteException("data directory x is in use; close it first");
        });

        assertThat(main.run(List.of("serve", "--port", "0"))).isEqualTo(1);

        assertThat(err.toString(UTF_8)).isEqualTo("pglitej: data directory x is in use; close it first\n");
        assertThat(out.size()).isZero();
    }

    @Test
    void aDatabaseWhoseSessionsCannotBeServedIsClosedAgain() throws Exception {
        Main main = new Main(print(out), print(err), options -> new UnservableDatabase(database));

        assertThat(main.run(List.of("serve", "--port", "0"))).isEqualTo(1);

        assertThat(err.toString(UTF_8)).isEqualTo("pglitej: it was closed meanwhile\n");
        assertThat(database.closed).isTrue();
    }

    /** One that does not give out its sessions. */
    private record UnservableDatabase(FakeDatabase database) implements ServedDatabase {
        @Override
        public Sessions sessions() {
            throw new PGliteException("it was closed meanwhile");
        }

        @Override
        public void onFailure(Consumer<PGliteException> listener) {
            database.onFailure(listener);
        }

        @Override
        public void close() {
            database.close();
        }
    }

    @Test
    void aProgrammingErrorComesWithItsStackTrace() throws Exception {
        Main main = new Main(print(out), print(err), options -> {
            throw new IllegalStateException("on purpose");
        });

        assertThat(main.run(List.of("serve", "--port", "0"))).isEqualTo(1);

        assertThat(err.toString(UTF_8))
                .startsWith("pglitej: on purpose\njava.lang.IllegalStateException: on purpose\n")
                .contains("at dev.pglitej.server.Main");
    }

    @Test
    void aFailureOfAConnectionIsALineAndAStackTraceOnStderr() {
        ServerLog.to(print(err)).failure("the connection failed", new IllegalStateException("on purpose"));

        assertThat(err.toString(UTF_8))
                .startsWith("pglitej: the connection failed\njava.lang.IllegalStateException: on purpose\n")
                .contains("at dev.pglitej.server.MainTest");
    }

    @Test
    void theRealDatabaseHasTheDataLimitOfTheCommandLine() throws Exception {
        Main main = new Main(print(out), print(err), DatabaseBinding::open);
        FutureTask<Integer> status = new FutureTask<>(
                () -> main.run(List.of("serve", "--port", "0", "--memory-limit", "256MB", "--data-limit", "80MB")));
        Thread serving = new Thread(status, "serving");
        serving.start();
        eventually("the ready line", () -> out.toString(UTF_8).endsWith("\n"));
        Matcher ready = READY.matcher(out.toString(UTF_8));
        assertThat(ready.matches()).isTrue();

        try (ScriptedClient client = ScriptedClient.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(ready.group(1))))) {
            client.send(StartupMessage.of(0, Map.of("user", "postgres")));
            assertThat(errorOf(
                                    client,
                                    "create table t as select repeat(n::text, 1000) from generate_series(1, 1000000) n")
                            .sqlState())
                    .isEqualTo("53100");
        }
        serving.interrupt();
        serving.join(30_000);

        assertThat(serving.isAlive()).isFalse();
    }

    private static ErrorFields errorOf(ScriptedClient client, String sql) throws Exception {
        client.send(new Query(sql));
        while (true) {
            BackendMessage message = client.receive();
            if (message instanceof ErrorResponse response) return response.error();
            assertThat(message).isNotInstanceOf(CommandComplete.class);
        }
    }

    @Test
    void aDatabaseThatFailsWhileItIsServedEndsTheServerWithStatus1AndTheReason() throws Exception {
        FutureTask<Integer> status = new FutureTask<>(() -> run("serve", "--port", "0"));
        new Thread(status, "serving").start();
        eventually("the ready line", () -> out.toString(UTF_8).endsWith("\n"));

        database.fail("it has crashed");

        assertThat(status.get(10, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(err.toString(UTF_8)).isEqualTo("pglitej: it has crashed\n");
        assertThat(database.closed).isTrue();
    }

    @Test
    void theReadyLineHoldsTheAddressThatClientsConnectTo() throws Exception {
        Thread serving = new Thread(() -> serve(), "serving");
        serving.start();
        eventually("the ready line", () -> out.toString(UTF_8).endsWith("\n"));

        Matcher ready = READY.matcher(out.toString(UTF_8));
        assertThat(ready.matches()).isTrue();
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(ready.group(1)));
        try (ScriptedClient client = ScriptedClient.startSession(address)) {
            TestServer.expectReady(client);
            client.send(new Query("x"));
            assertThat(client.receive()).isEqualTo(new CommandComplete("x"));
        }
        serving.interrupt();
        serving.join(10_000);

        assertThat(serving.isAlive()).isFalse();
        assertThat(database.closed).isTrue();
    }

    private void serve() {
        try {
            run("serve", "--port", "0");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int run(String... words) throws InterruptedException {
        return new Main(print(out), print(err), options -> database).run(List.of(words));
    }

    private static PrintStream print(ByteArrayOutputStream stream) {
        return new PrintStream(stream, true, UTF_8);
    }
}
