package dev.pglitej.internal.jdbc.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.internal.kernel.DaemonThreads;
import dev.pglitej.spi.Session.Progress;
import dev.pglitej.spi.SessionChannel;
import dev.pglitej.spi.Sessions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client of a session in process reads and writes, whatever the session does. */
@Timeout(60)
final class InProcessSocketTest {
    private static final int MORE_THAN_IS_SENT_AHEAD = 200 * 1024;

    /** Sends back what has come. */
    private static Progress echo(SessionChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1000);
        if (channel.read(bytes) < 0) return Progress.ENDED;
        channel.write(bytes.flip());
        return Progress.WAITING;
    }

    @Test
    void bytesGoOneByOneAsWell() throws IOException {
        try (InProcessSocket socket = new ScriptedSessions(InProcessSocketTest::echo).connect()) {
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();

            for (int value : new int[] {0, 127, 128, 255}) {
                out.write(value);

                assertThat(in.available()).isEqualTo(1);
                assertThat(in.read()).isEqualTo(value);
            }
        }
    }

    @Test
    void theEndOfASessionIsTheEndOfItsStream() throws IOException {
        try (InProcessSocket socket = new ScriptedSessions(channel -> Progress.ENDED).connect()) {
            socket.getOutputStream().write('x');

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aSessionThatCrashesWithoutAWordIsALostConnectionWithTheReason() throws IOException {
        RuntimeException crash = new IllegalStateException("the guest has trapped");
        ScriptedSessions crashing = new ScriptedSessions(channel -> {
            throw crash;
        });
        try (InProcessSocket socket = crashing.connect()) {
            socket.getOutputStream().write('x');

            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(IOException.class)
                    .hasMessage("the session has crashed: the guest has trapped")
                    .hasCause(crash);
        } catch (IOException closing) {
            assertThat(closing).hasCause(crash);
        }
    }

    @Test
    void whatASessionSaysBeforeItCrashesIsRead() throws IOException {
        ScriptedSessions crashing = new ScriptedSessions(channel -> {
            if (!channel.clientGone()) channel.write(ByteBuffer.wrap(new byte[] {'E'}));
            throw new IllegalStateException("the guest has trapped");
        });
        InProcessSocket socket = crashing.connect();
        socket.getOutputStream().write('x');

        assertThat(socket.getInputStream().read()).isEqualTo('E');
    }

    @Test
    void anErrorWhileMuchIsWrittenIsALostConnection() throws IOException {
        Error exhausted = new OutOfMemoryError("on purpose");
        InProcessSocket socket = new ScriptedSessions(channel -> {
                    throw exhausted;
                })
                .connect();

        assertThatThrownBy(() -> socket.getOutputStream().write(new byte[MORE_THAN_IS_SENT_AHEAD]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("its host failed")
                .hasCause(exhausted);

        assertThatThrownBy(socket::close).isInstanceOf(IOException.class).hasCause(exhausted);
        assertThat(socket.isClosed()).isTrue();
    }

    /** As it is when a thread of the database handles a signal at this moment. */
    @Test
    void aWriterWaitsUntilTheThreadThatRunsTheSessionHasReadWhatWasWritten() throws Exception {
        Thread writer = Thread.currentThread();
        AtomicBoolean hasWaited = new AtomicBoolean();
        ScriptedSessions busy = new ScriptedSessions(channel -> {
            if (channel.clientGone()) return Progress.ENDED;
            Runnable session = () -> {
                while (writer.getState() != Thread.State.WAITING) Thread.onSpinWait();
                hasWaited.set(true);
                takeAll(channel);
            };
            DaemonThreads.of("runs the session", session).start();
            return Progress.BUSY;
        });
        try (InProcessSocket socket = busy.connect()) {
            socket.getOutputStream().write(new byte[MORE_THAN_IS_SENT_AHEAD]);

            assertThat(hasWaited).isTrue();
        }
    }

    private static void takeAll(SessionChannel channel) {
        try {
            assertThat(channel.read(ByteBuffer.allocate(2 * MORE_THAN_IS_SENT_AHEAD)))
                    .isEqualTo(MORE_THAN_IS_SENT_AHEAD);
        } catch (IOException e) {
            throw new AssertionError(e);
        } finally {
            channel.stopped(Progress.WAITING);
        }
    }

    /** The owner of a connection to sessions that echo. */
    private static SocketOwner echoing() {
        return new SocketOwner() {
            @Override
            public Sessions sessions() {
                return new ScriptedSessions(InProcessSocketTest::echo);
            }

            @Override
            public Hold hold() {
                return Hold.NONE;
            }

            @Override
            public void closing() {}
        };
    }

    @Test
    void aFactorysSocketsLeadToItsDatabaseWhateverTheAddress() throws IOException {
        String ticket = InProcessSocketFactory.leave(echoing());
        InProcessSocketFactory factory = new InProcessSocketFactory(ticket);
        InProcessSocketFactory.forget(ticket);
        InetAddress nowhere = InetAddress.getLoopbackAddress();

        List<Socket> sockets = List.of(
                factory.createSocket(),
                factory.createSocket("nowhere.invalid", 1),
                factory.createSocket("nowhere.invalid", 1, nowhere, 2),
                factory.createSocket(nowhere, 1),
                factory.createSocket(nowhere, 1, nowhere, 2));

        for (Socket socket : sockets) {
            socket.getOutputStream().write('x');
            assertThat(socket.getInputStream().read()).isEqualTo('x');
            socket.close();
        }
    }

    @Test
    void aFactoryForWhichNobodyHasLeftADatabaseSaysHowToConnect() {
        String ticket = InProcessSocketFactory.leave(echoing());
        InProcessSocketFactory.forget(ticket);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InProcessSocketFactory(ticket))
                .withMessageContaining("no database waits for ticket '" + ticket + "'")
                .withMessageContaining("connect by jdbc:pglite:");
    }
}
