package dev.pglitej.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Why a client in the line for a session is not told so: before authentication, which is the session's own work, no client takes a notice.
 * Should one of these tests fail, clients have learnt to.
 */
// RATIONALE: "Why is there no connection limit but PostgreSQL's?"
@Timeout(60)
final class EarlyNoticeTest {
    private static final byte[] NOTICE = "SNOTICE\0VNOTICE\0C00000\0Mwaiting\0\0".getBytes(US_ASCII);

    @SuppressWarnings("NullAway.Init")
    private ServerSocket listener;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        CompletableFuture<Void> ignored = CompletableFuture.runAsync(this::sendNotice);
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    /** Answers one client's startup packet with a notice, and waits until it goes. */
    private void sendNotice() {
        try (Socket client = listener.accept()) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            in.readFully(new byte[in.readInt() - Integer.BYTES]);
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            out.writeByte('N');
            out.writeInt(Integer.BYTES + NOTICE.length);
            out.write(NOTICE);
            out.flush();
            while (in.read() >= 0) Thread.onSpinWait();
        } catch (IOException e) {
            // The client has gone, as the test finds.
            Thread.onSpinWait();
        }
    }

    @Test
    void pgjdbcTakesItForABrokenServer() {
        String url = "jdbc:postgresql://127.0.0.1:" + listener.getLocalPort()
                + "/postgres?user=postgres&sslmode=disable&gssEncMode=disable";

        SQLException error = catchThrowableOfType(
                SQLException.class, () -> DriverManager.getConnection(url).close());

        assertThat((Throwable) error).hasMessageContaining("Protocol error");
    }

    @Test
    void libpqTakesItForABrokenServer() throws Exception {
        assumeTrue(Programs.isInstalled("psql"), "psql is not installed");
        String target =
                "host=127.0.0.1 user=postgres sslmode=disable gssencmode=disable port=" + listener.getLocalPort();

        String error = Programs.failure(Map.of(), List.of("psql", target, "-c", "select 1"));

        assertThat(error).contains("expected authentication request from server, but received N");
    }
}
