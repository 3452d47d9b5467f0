package dev.pglitej.internal.jdbc.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.PGlite;
import dev.pglitej.spi.Session;
import dev.pglitej.spi.Session.Progress;
import dev.pglitej.spi.SessionRequest;
import dev.pglitej.spi.Sessions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An Error under a client's call is a lost connection for that client, and nothing for others. */
@Timeout(60)
final class HostErrorsTest {
    private final Error failure = new OutOfMemoryError("on purpose");

    /** Where an Error is thrown. */
    private enum Place {
        NOWHERE,
        OPENING,
        RUNNING
    }

    private volatile Place place = Place.NOWHERE;

    /** The sessions of a database that fail where they are to. */
    private final class Failing implements Sessions {
        private final PGlite database;

        Failing(PGlite database) {
            this.database = database;
        }

        @Override
        public Session open(SessionRequest request) {
            if (place == Place.OPENING) throw failure;
            Session session = database.sessions().open(request);
            return new Session() {
                @Override
                public Progress advance(BooleanSupplier leave) {
                    if (place == Place.RUNNING) throw failure;
                    return session.advance(leave);
                }

                @Override
                public void reconsider() {
                    session.reconsider();
                }

                @Override
                public void run() {
                    session.run();
                }

                @Override
                public void terminate() {
                    session.terminate();
                }
            };
        }

        @Override
        public boolean cancel(int processId, byte[] secretKey) {
            return database.sessions().cancel(processId, secretKey);
        }
    }

    private static void start(InProcessSocket socket) throws IOException {
        byte[] head = "user\0postgres\0\0".getBytes(US_ASCII);
        byte[] packet = ByteBuffer.allocate(8 + head.length)
                .putInt(8 + head.length)
                .putInt(196608)
                .put(head)
                .array();
        socket.getOutputStream().write(packet);
    }

    private static int read(InProcessSocket socket) throws IOException {
        return socket.getInputStream().read(new byte[10_000]);
    }

    @Test
    void whileASessionIsOpened() throws IOException {
        try (PGlite database = PGlite.inMemory();
                InProcessSocket socket = new InProcessSocket(new Failing(database), () -> {}, SocketOwner.Hold.NONE)) {
            place = Place.OPENING;
            start(socket);

            assertThatThrownBy(() -> read(socket))
                    .isInstanceOf(SessionNotOpenedException.class)
                    .hasCause(failure);

            place = Place.NOWHERE;
            assertThat(database.statistics().sessions()).isZero();
        }
    }

    @Test
    void whileASessionIsRun() throws IOException {
        try (PGlite database = PGlite.inMemory();
                InProcessSocket other = new InProcessSocket(new Failing(database), () -> {}, SocketOwner.Hold.NONE)) {
            try (InProcessSocket socket = new InProcessSocket(new Failing(database), () -> {}, SocketOwner.Hold.NONE)) {
                start(socket);
                start(other);
                assertThat(read(socket)).isPositive();
                place = Place.RUNNING;

                assertThatThrownBy(() -> read(socket))
                        .isInstanceOf(IOException.class)
                        .hasCause(failure);

                place = Place.NOWHERE;
                assertThat(read(socket)).isEqualTo(-1);
            }
            assertThat(read(other)).isPositive();
            assertThat(database.statistics().sessions()).isEqualTo(1);
        }
    }
}
