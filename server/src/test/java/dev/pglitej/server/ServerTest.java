package dev.pglitej.server;

import static dev.pglitej.server.Eventually.eventually;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.pglitej.internal.protocol.BackendMessage.CommandComplete;
import dev.pglitej.internal.protocol.BackendMessage.ReadyForQuery;
import dev.pglitej.internal.protocol.ErrorFields;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import dev.pglitej.internal.protocol.FrontendMessage.Terminate;
import dev.pglitej.internal.protocol.StartupPacket.StartupMessage;
import dev.pglitej.spi.SessionRefusedException;
import dev.pglitej.spi.SessionRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ServerTest {
    @Test
    void port0IsAFreePortAndIsTold() throws Exception {
        try (TestServer server = TestServer.echoing()) {
            assertThat(server.address().getPort()).isPositive();
            assertThat(server.server.hostAndPort())
                    .isEqualTo("127.0.0.1:" + server.address().getPort());
        }
    }

    @Test
    void aSecondClientWaitsForItsTurnAndThenHasASessionOfItsOwn() throws Exception {
        try (TestServer server = TestServer.echoing();
                ScriptedClient first = server.session();
                ScriptedClient second = ScriptedClient.startSession(server.address())) {
            first.send(new Query("one"));
            assertThat(first.receive()).isEqualTo(new CommandComplete("one"));
            assertThat(server.database.opened).containsExactly(first.localAddress());

            first.send(new Terminate());

            TestServer.expectReady(second);
            second.send(new Query("two"));
            assertThat(second.receive()).isEqualTo(new CommandComplete("two"));
            assertThat(server.database.opened).containsExactly(first.localAddress(), second.localAddress());
        }
    }

    @Test
    void aClientThatWaitsTooLongIsToldSo() throws Exception {
        ServerOptions impatient = TestServer.OPTIONS.withLineTimeout(Duration.ofMillis(60));

        try (TestServer server = TestServer.echoing(impatient);
                ScriptedClient first = server.session();
                ScriptedClient second = ScriptedClient.startSession(server.address())) {
            ErrorFields error = second.receiveError();

            assertThat(error.severity()).isEqualTo("FATAL");
            assertThat(error.sqlState()).isEqualTo("53300");
            assertThat(error.message()).isEqualTo("sorry, too many clients already");
            assertThat(error.detail())
                    .isEqualTo("This server serves 1 session at a time; none became free within 60 ms.");
            assertThat(second.receivesEnd()).isTrue();
            first.send(new Query("unharmed"));
            assertThat(first.receive()).isEqualTo(new CommandComplete("unharmed"));
        }
    }

    @Test
    void aClientThatHangsUpInTheLineLosesItsPlace() throws Exception {
        try (TestServer server = TestServer.echoing();
                ScriptedClient first = server.session();
                ScriptedClient third = server.connect()) {
            ScriptedClient.startSession(server.address()).close();
            third.send(StartupMessage.of(0, Map.of("user", "me")));

            first.send(new Terminate());

            TestServer.expectReady(third);
            assertThat(server.database.opened).containsExactly(first.localAddress(), third.localAddress());
        }
    }

    @Test
    void theLogSaysWhoHasHungUpInTheLine() throws Exception {
        try (TestServer server = TestServer.echoing();
                ScriptedClient first = server.session()) {
            ScriptedClient second = ScriptedClient.startSession(server.address());
            String who = "the client at " + second.localAddress();
            eventually("the second client is in the line", () -> server.server.waiting() == 1);

            second.close();

            eventually("its place is free", () -> server.server.waiting() == 0);
            eventually(
                    "the log says so",
                    () -> server.log.notes.stream()
                            .anyMatch(line -> line.matches(who + " has hung up after \\d+ ms in the line")));
            first.send(new Query("unharmed"));
            assertThat(first.receive()).isEqualTo(new CommandComplete("unharmed"));
        }
    }

    @Test
    void asManySessionsRunAtOnceAsAreAllowed() throws Exception {
        try (TestServer server = TestServer.echoing(TestServer.OPTIONS.withSessions(2));
                ScriptedClient first = server.session();
                ScriptedClient second = server.session()) {
            first.send(new Query("one"));
            second.send(new Query("two"));

            assertThat(first.receive()).isEqualTo(new CommandComplete("one"));
            assertThat(second.receive()).isEqualTo(new CommandComplete("two"));
        }
    }

    @Test
    void byDefaultTheDatabaseAloneSaysHowManySessionsThereMayBe() throws Exception {
        List<ScriptedClient> clients = new ArrayList<>();
        try (TestServer server = TestServer.echoing(ServerOptions.defaults())) {
            for (int i = 0; i < 130; i++) clients.add(server.session());

            assertThat(server.server.waiting()).isZero();
            assertThat(server.database.opened).hasSize(130);
        } finally {
            for (ScriptedClient client : clients) client.close();
        }
    }

    @Test
    void theLogSaysWhoWaitsInTheLineAndForHowLong() throws Exception {
        try (TestServer server = TestServer.echoing();
                ScriptedClient first = server.session();
                ScriptedClient second = ScriptedClient.startSession(server.address())) {
            String who = "the client at " + second.localAddress();
            eventually("the second client is in the line", () -> server.server.waiting() == 1);
            eventually(
                    "the log says so",
                    () -> server.log.notes.contains(who + " waits in the line: all 1 sessions are taken"));
            first.send(new Terminate());
            TestServer.expectReady(second);
            assertThat(server.log.notes).last(STRING).matches(who + " has a session after \\d+ ms in the line");
        }
    }

    @Test
    void theLogSaysWhoLeavesTheLineWithoutASession() throws Exception {
        ServerOptions impatient = TestServer.OPTIONS.withLineTimeout(Duration.ofMillis(50));
        try (TestServer server = TestServer.echoing(impatient);
                ScriptedClient first = server.session();
                ScriptedClient second = ScriptedClient.startSession(server.address())) {
            assertThat(second.receiveError().sqlState()).isEqualTo("53300");

            assertThat(server.log.notes)
                    .last(STRING)
                    .matches("the client at " + second.localAddress() + " was turned away after \\d+ ms in the line");
            first.send(new Query("unharmed"));
            assertThat(first.receive()).isEqualTo(new CommandComplete("unharmed"));
        }
    }

    @Test
    void moreClientsThanAllowedAreTurnedAwayAtTheDoor() throws Exception {
        try (TestServer server = TestServer.echoing(TestServer.OPTIONS.withClients(1));
                ScriptedClient first = server.session();
                ScriptedClient second = server.connect()) {
            assertThat(second.receiveError().sqlState()).isEqualTo("53300");
            assertThat(second.receivesEnd()).isTrue();

            first.send(new Query("unharmed"));
            assertThat(first.receive()).isEqualTo(new CommandComplete("unharmed"));
        }
    }

    @Test
    void aClientThatIsResetInMidSessionFreesItsPlace() throws Exception {
        try (TestServer server = TestServer.echoing()) {
            ScriptedClient first = server.session();

            first.reset();

            try (ScriptedClient second = server.session()) {
                assertThat(server.database.opened).last().isEqualTo(second.localAddress());
                assertThat(server.database.ended.poll(10, SECONDS)).isEqualTo(server.database.opened.get(0));
            }
            assertThat(server.log.failures).isEmpty();
        }
    }

    @Test
    void closingEndsSessionsAsAnAdministratorWouldAndTellsTheLine() throws Exception {
        TestServer server = TestServer.echoing();
        try (ScriptedClient running = server.session();
                ScriptedClient waiting = ScriptedClient.startSession(server.address());
                ScriptedClient silent = server.connect()) {
            waiting.send(new Query("buffered while in the line"));
            eventually("the second client is in the line", () -> server.server.waiting() == 1);
            Thread closer = new Thread(server::close);
            closer.start();

            assertThat(running.receiveError().sqlState()).isEqualTo("57P01");
            assertThat(running.receivesEnd()).isTrue();
            assertThat(waiting.receiveError().sqlState()).isEqualTo("57P03");
            assertThat(silent.receivesEnd()).isTrue();
            closer.join(10_000);
            assertThat(closer.isAlive()).isFalse();
            assertThatThrownBy(server::connect).isInstanceOf(IOException.class);
        }
    }

    @Test
    void closingDoesNotWaitForAClientThatHasStoppedReading() throws Exception {
        FakeDatabase stuck = new FakeDatabase(FloodingSession::new);
        ServerOptions impatient = TestServer.OPTIONS.withShutdownTimeout(Duration.ofMillis(50));
        TestServer server = TestServer.of(stuck, impatient);
        try (ScriptedClient client = ScriptedClient.startSession(server.address())) {
            eventually("the session runs", () -> !stuck.opened.isEmpty());

            server.close();

            assertThat(stuck.ended.poll(10, SECONDS)).isEqualTo(client.localAddress());
        }
    }

    @Test
    void aRefusedSessionIsRefusedInTheDatabasesWords() throws Exception {
        FakeDatabase refusing = new FakeDatabase(request -> {
            throw new SessionRefusedException("57P03", "the database system is starting up", "");
        });

        try (TestServer server = TestServer.of(refusing, TestServer.OPTIONS);
                ScriptedClient client = ScriptedClient.startSession(server.address())) {
            ErrorFields error = client.receiveError();
            assertThat(error.sqlState()).isEqualTo("57P03");
            assertThat(error.message()).isEqualTo("the database system is starting up");
            assertThat(client.receivesEnd()).isTrue();
        }
    }

    static List<Throwable> failures() {
        return List.of(
                new IllegalStateException("broken"), new NoClassDefFoundError("Gone"), new OutOfMemoryError("full"));
    }

    private static void raise(Throwable failure) {
        if (failure instanceof Error error) throw error;
        throw (RuntimeException) failure;
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aSessionThatFailsWhileItIsOpenedIsAnErrorForThatClientAlone(Throwable failure) throws Exception {
        AtomicBoolean fails = new AtomicBoolean(true);
        FakeDatabase failing = new FakeDatabase(request -> {
            if (fails.get()) raise(failure);
            return new EchoSession(request);
        });

        try (TestServer server = TestServer.of(failing, TestServer.OPTIONS)) {
            try (ScriptedClient client = ScriptedClient.startSession(server.address())) {
                ErrorFields error = client.receiveError();
                assertThat(error.sqlState()).isEqualTo("XX000");
                assertThat(error.message()).isEqualTo("could not open a session");
                assertThat(error.detail()).isEqualTo(failure.toString());
                assertThat(client.receivesEnd()).isTrue();
            }
            assertThat(server.log.failures).containsExactly(failure);
            fails.set(false);
            server.session().close();
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureOfOursIsLoggedAndCostsThatClientAlone(Throwable failure) throws Exception {
        FakeDatabase failing = new FakeDatabase(request -> new RunnableSession(request.channel()) {
            @Override
            public void run() {
                raise(failure);
            }

            @Override
            public void terminate() {}
        });

        try (TestServer server = TestServer.of(failing, TestServer.OPTIONS)) {
            for (int round = 0; round < 2; round++) {
                try (ScriptedClient client = ScriptedClient.startSession(server.address())) {
                    eventually("the session has run", () -> !failing.ended.isEmpty());
                    assertThat(failing.ended.poll(10, SECONDS)).isEqualTo(client.localAddress());
                }
            }

            eventually("both failures are logged", () -> server.log.failures.size() == 2);
            assertThat(server.log.failures).containsOnly(failure);
        }
    }

    @Test
    void aRoundTripIsMeasured() throws Exception {
        int rounds = 5_000;
        try (TestServer server = TestServer.echoing();
                ScriptedClient client = server.session()) {
            long begin = System.nanoTime();
            for (int round = 0; round < rounds; round++) {
                client.send(new Query("select 1"));
                assertThat(client.receive()).isEqualTo(new CommandComplete("select 1"));
                assertThat(client.receive()).isEqualTo(new ReadyForQuery('I'));
            }
            long nanos = (System.nanoTime() - begin) / rounds;

            System.out.printf("round trip through an echoing session: %.1f µs%n", nanos / 1e3);
            assertThat(server.database.opened).hasSize(1);
        }
    }

    /** Sends without end to a client that does not read. */
    private static final class FloodingSession extends RunnableSession {
        private final SessionRequest request;

        private FloodingSession(SessionRequest request) {
            super(request.channel());
            this.request = request;
        }

        @Override
        public void run() {
            ByteBuffer flood = ByteBuffer.allocateDirect(1 << 20);
            try {
                while (true) request.channel().write(flood.clear());
            } catch (IOException e) {
                assertThat(e).isNotNull();
            }
        }

        @Override
        public void terminate() {}
    }
}
