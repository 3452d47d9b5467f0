package dev.pglitej.internal.jdbc.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.PGlite;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The options of a socket in process, beside those of a socket of the network. */
final class SocketOptionsTest {
    private static PGlite database;

    /** Where a socket comes from. */
    enum Kind {
        IN_PROCESS {
            @Override
            Socket open() throws IOException {
                return new InProcessSocket(database.sessions(), () -> {}, SocketOwner.Hold.NONE);
            }
        },
        OVER_TCP {
            @Override
            Socket open() throws IOException {
                try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                    return new Socket(server.getInetAddress(), server.getLocalPort());
                }
            }
        };

        abstract Socket open() throws IOException;
    }

    @BeforeAll
    static void open() {
        database = PGlite.inMemory();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatIsSetIsKept(Kind kind) throws IOException {
        try (Socket socket = kind.open()) {
            socket.setSoTimeout(1234);
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.setReuseAddress(true);
            socket.setOOBInline(true);
            socket.setSoLinger(true, 7);

            assertThat(socket.getSoTimeout()).isEqualTo(1234);
            assertThat(socket.getTcpNoDelay()).isTrue();
            assertThat(socket.getKeepAlive()).isTrue();
            assertThat(socket.getReuseAddress()).isTrue();
            assertThat(socket.getOOBInline()).isTrue();
            assertThat(socket.getSoLinger()).isEqualTo(7);
            assertThat(socket.getOption(StandardSocketOptions.SO_LINGER)).isEqualTo(7);
            assertThat(socket.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void lingeringCanBeSwitchedOff(Kind kind) throws IOException {
        try (Socket socket = kind.open()) {
            assertThat(socket.getSoLinger()).isEqualTo(-1);

            socket.setSoLinger(true, 100_000);
            assertThat(socket.getSoLinger()).isEqualTo(65535);
            socket.setSoLinger(false, 7);

            assertThat(socket.getSoLinger()).isEqualTo(-1);
        }
    }

    @Test
    void buffersHaveTheSizesThatWereAskedFor() throws IOException {
        try (Socket socket = Kind.IN_PROCESS.open()) {
            socket.setReceiveBufferSize(10_000);
            socket.setSendBufferSize(12_000);
            socket.setTrafficClass(8);

            assertThat(socket.getReceiveBufferSize()).isEqualTo(10_000);
            assertThat(socket.getSendBufferSize()).isEqualTo(12_000);
            assertThat(socket.getTrafficClass()).isEqualTo(8);
            assertThat(socket.setOption(StandardSocketOptions.SO_RCVBUF, 5_000).getReceiveBufferSize())
                    .isEqualTo(5_000);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatNoSocketCanHaveIsRefused(Kind kind) throws IOException {
        try (Socket socket = kind.open()) {
            assertThatThrownBy(() -> socket.setReceiveBufferSize(0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> socket.setSendBufferSize(-1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> socket.setSoLinger(true, -1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> socket.setTrafficClass(256)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> socket.setSoTimeout(-1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> socket.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true))
                    .isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aClosedSocketHasNoOptions(Kind kind) throws IOException {
        Socket socket = kind.open();

        socket.close();

        assertThatThrownBy(() -> socket.setReceiveBufferSize(1000)).isInstanceOf(SocketException.class);
        assertThatThrownBy(socket::getSendBufferSize).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> socket.setSoTimeout(1)).isInstanceOf(SocketException.class);
        assertThatThrownBy(socket::getSoTimeout).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> socket.setTcpNoDelay(true)).isInstanceOf(SocketException.class);
        assertThatThrownBy(socket::getKeepAlive).isInstanceOf(SocketException.class);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void itIsConnectedToThisMachineUntilItIsClosed(Kind kind) throws IOException {
        Socket socket = kind.open();

        assertThat(socket.isConnected()).isTrue();
        assertThat(socket.isBound()).isTrue();
        assertThat(socket.getInetAddress().isLoopbackAddress()).isTrue();
        assertThat(socket.getLocalAddress().isLoopbackAddress()).isTrue();
        assertThat(socket.getRemoteSocketAddress()).isNotNull();
        assertThat(socket.getLocalSocketAddress()).isNotNull();
        assertThat(socket.supportedOptions())
                .contains(StandardSocketOptions.TCP_NODELAY, StandardSocketOptions.SO_RCVBUF);
        assertThat(socket.isInputShutdown()).isFalse();
        assertThat(socket.isOutputShutdown()).isFalse();
        assertThat(socket.isClosed()).isFalse();

        socket.close();

        assertThat(socket.isClosed()).isTrue();
    }

    @Test
    void inProcessThereIsNoUrgentData() throws IOException {
        try (Socket socket = Kind.IN_PROCESS.open()) {
            assertThatThrownBy(() -> socket.sendUrgentData(1))
                    .isInstanceOf(SocketException.class)
                    .hasMessage("a socket in process sends no urgent data");
            assertThat(socket).hasToString("a socket to a database in this process");
        }
    }
}
