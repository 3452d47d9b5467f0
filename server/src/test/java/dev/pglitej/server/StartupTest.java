package dev.pglitej.server;

import static dev.pglitej.server.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.protocol.BackendMessage.Authentication;
import dev.pglitej.internal.protocol.BackendMessage.CommandComplete;
import dev.pglitej.internal.protocol.ErrorFields;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import dev.pglitej.internal.protocol.StartupPacket.CancelRequest;
import dev.pglitej.internal.protocol.StartupPacket.GssEncRequest;
import dev.pglitej.internal.protocol.StartupPacket.SslRequest;
import dev.pglitej.internal.protocol.StartupPacket.StartupMessage;
import dev.pglitej.internal.protocol.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartupTest {
    private static final StartupMessage STARTUP = StartupMessage.of(2, Map.of("user", "me"));

    @Test
    void requestsForEncryptionAreDeclinedAndTheSessionGoesOn() throws Exception {
        try (TestServer server = TestServer.echoing();
                ScriptedClient client = server.connect()) {
            client.send(new GssEncRequest());
            assertThat(client.receiveByte()).isEqualTo('N');

            client.send(new SslRequest());
            assertThat(client.receiveByte()).isEqualTo('N');

            client.send(STARTUP);
            TestServer.expectReady(client);
        }
    }

    @Test
    void bytesBehindARequestForEncryptionAreRefused() throws Exception {
        try (TestServer server = TestServer.echoing();
                ScriptedClient client = server.connect()) {
            ByteBuffer both = ByteBuffer.allocate(100)
                    .put(new SslRequest().encode())
                    .put(STARTUP.encode())
                    .flip();

            client.sendBytes(both);

            assertThat(client.receiveByte()).isEqualTo('N');
            ErrorFields error = client.receiveError();
            assertThat(error.sqlState()).isEqualTo("08P01");
            assertThat(error.message()).isEqualTo("received unencrypted data after SSL request");
            assertThat(error.detail()).contains("man-in-the-middle");
            assertThat(client.receivesEnd()).isTrue();
            assertThat(server.database.opened).isEmpty();
        }
    }

    @Test
    void aSecondSslRequestIsAnUnknownVersion() throws Exception {
        try (TestServer server = TestServer.echoing();
                ScriptedClient client = server.connect()) {
            client.send(new SslRequest());
            assertThat(client.receiveByte()).isEqualTo('N');

            client.send(new SslRequest());

            ErrorFields error = client.receiveError();
            assertThat(error.sqlState()).isEqualTo("0A000");
            assertThat(error.message())
                    .isEqualTo("unsupported frontend protocol 1234.5679: server supports 3.0 to 3.2");
            assertThat(client.receivesEnd()).isTrue();
        }
    }

    @Test
    void aCancelRequestReachesTheDatabaseWhileTheOnlySessionIsTaken() throws Exception {
        try (TestServer server = TestServer.echoing();
                ScriptedClient busy = server.session();
                ScriptedClient client = server.connect()) {
            Value key = Value.of(new byte[32]);

            client.send(new CancelRequest(42, key));

            assertThat(client.receivesEnd()).isTrue();
            assertThat(server.database.cancelled.poll(10, SECONDS)).isEqualTo(new FakeDatabase.Cancelled(42, key));
            assertThat(server.database.opened).containsExactly(busy.localAddress());
        }
    }

    @Test
    void theSessionsChannelBeginsWithTheStartupPacketAndGoesOnWithWhatCameBehindIt() throws Exception {
        try (TestServer server = TestServer.echoing();
                ScriptedClient client = server.connect()) {
            ByteBuffer together = ByteBuffer.allocate(200)
                    .put(STARTUP.encode())
                    .put(new Query("pipelined").encode())
                    .flip();

            client.sendBytes(together);

            TestServer.expectReady(client);
            assertThat(client.receive()).isEqualTo(new CommandComplete("pipelined"));
        }
    }

    @Test
    void aStartupPacketInSinglePiecesIsTaken() throws Exception {
        try (TestServer server = TestServer.echoing();
                ScriptedClient client = server.connect()) {
            ByteBuffer packet = STARTUP.encode();

            while (packet.hasRemaining()) {
                client.sendBytes(ByteBuffer.wrap(new byte[] {packet.get()}));
            }

            TestServer.expectReady(client);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000", "00000007", "7fffffff", "ffffffff", "00002715", "16030100"})
    void anAbsurdLengthIsAnError(String length) throws Exception {
        try (TestServer server = TestServer.echoing();
                ScriptedClient client = server.connect()) {
            client.sendHex(length);

            ErrorFields error = client.receiveError();
            assertThat(error.severity()).isEqualTo("FATAL");
            assertThat(error.sqlState()).isEqualTo("08P01");
            assertThat(error.message()).isEqualTo("invalid length of startup packet");
            assertThat(client.receivesEnd()).isTrue();
        }
    }

    @Test
    void anotherProtocolIsAnError() throws Exception {
        try (TestServer server = TestServer.echoing();
                ScriptedClient client = server.connect()) {
            client.sendHex("00000008 00040000");

            ErrorFields error = client.receiveError();
            assertThat(error.sqlState()).isEqualTo("0A000");
            assertThat(error.message()).isEqualTo("unsupported frontend protocol 4.0: server supports 3.0 to 3.2");
        }
    }

    @Test
    void aClientOfProtocol2IsToldInItsOwnLanguage() throws Exception {
        try (TestServer server = TestServer.echoing();
                ScriptedClient client = server.connect()) {
            client.sendHex("00000008 00020000");

            for (char expected :
                    "EFATAL:  unsupported frontend protocol 2.0: server supports 3.0 to 3.2\n\0".toCharArray()) {
                assertThat(client.receiveByte()).isEqualTo(expected);
            }
            assertThat(client.receivesEnd()).isTrue();
        }
    }

    @Test
    void anHttpClientGetsTheWholeErrorAlthoughMoreBytesAreUnread() throws Exception {
        try (TestServer server = TestServer.echoing();
                ScriptedClient client = server.connect()) {
            client.sendBytes(ByteBuffer.wrap(("GET / HTTP/1.1\r\nCookie: " + "x".repeat(100_000)).getBytes(UTF_8)));

            assertThat(client.receiveError().message()).isEqualTo("invalid length of startup packet");
        }
    }

    @Test
    void garbageCostsNobodyElseAnything() throws Exception {
        long seed = System.nanoTime();
        System.out.println("StartupTest seed " + seed);
        Random random = new Random(seed);

        try (TestServer server = TestServer.echoing();
                ScriptedClient good = server.session()) {
            for (int round = 0; round < 200; round++) {
                byte[] garbage = new byte[1 + random.nextInt(40)];
                random.nextBytes(garbage);
                try (ScriptedClient bad = server.connect()) {
                    bad.sendBytes(ByteBuffer.wrap(garbage));
                }
            }

            good.send(new Query("still here"));
            assertThat(good.receive()).isEqualTo(new CommandComplete("still here"));
            assertThat(server.log.failures).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "000000", "0000001000030000"})
    void aClientThatFallsSilentInTheMiddleIsDisconnected(String beginning) throws Exception {
        ServerOptions impatient = TestServer.OPTIONS.withStartupTimeout(Duration.ofMillis(50));

        try (TestServer server = TestServer.echoing(impatient);
                ScriptedClient client = server.connect()) {
            client.sendHex(beginning);

            assertThat(client.receivesEnd()).isTrue();
            assertThat(server.database.opened).isEmpty();
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleIsForgotten() throws Exception {
        ServerOptions one = TestServer.OPTIONS.withClients(1);

        try (TestServer server = TestServer.echoing(one)) {
            try (ScriptedClient client = server.connect()) {
                client.sendHex("0000");
            }

            eventually("a place for the next client", () -> canStartSession(server));
            assertThat(server.log.failures).isEmpty();
        }
    }

    private static boolean canStartSession(TestServer server) {
        try (ScriptedClient next = server.connect()) {
            next.send(STARTUP);
            return next.receive() instanceof Authentication;
        } catch (IOException e) {
            return false;
        }
    }
}
