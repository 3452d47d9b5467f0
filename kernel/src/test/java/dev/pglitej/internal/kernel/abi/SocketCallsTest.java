package dev.pglitej.internal.kernel.abi;

import static dev.pglitej.internal.kernel.abi.Machine.minus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.io.HostStream;
import dev.pglitej.internal.kernel.io.PollEvents;
import dev.pglitej.internal.kernel.io.StreamDescription;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class SocketCallsTest {

    private static final int BUFFER = 1024;
    private static final int DONT_WAIT = 0x40;

    private final Machine machine = new Machine();
    private final Client client = new Client();
    private final int socket = machine.process.descriptors().open(new StreamDescription(client), false);

    /** The other end, in memory. */
    private static final class Client implements HostStream {
        final ByteBuffer incoming = ByteBuffer.allocate(100).limit(0);
        final StringBuilder received = new StringBuilder();
        boolean closed;
        int room = 100;

        void send(String text) {
            incoming.clear().put(text.getBytes(StandardCharsets.UTF_8)).flip();
        }

        @Override
        public int read(ByteBuffer target) {
            int count = Math.min(incoming.remaining(), target.remaining());
            for (int i = 0; i < count; i++) target.put(incoming.get());
            return count;
        }

        @Override
        public int write(ByteBuffer source) {
            int count = Math.min(room, source.remaining());
            for (int i = 0; i < count; i++) received.append((char) source.get());
            room -= count;
            return count;
        }

        @Override
        public int readiness() {
            return incoming.hasRemaining() ? PollEvents.IN : 0;
        }

        @Override
        public void onReadiness(Runnable changed) {}

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void aSocketOfTheHostsSendsAndReceives() {
        client.send("hello");
        machine.memory.putInt(BUFFER + 100, 77);

        assertThat(machine.call("__syscall_recvfrom", socket, BUFFER, 3, 0, 0, BUFFER + 100))
                .isEqualTo(3);
        assertThat(machine.bytes(BUFFER, 3)).isEqualTo("hel");
        assertThat(machine.memory.getInt(BUFFER + 100)).isZero();
        assertThat(machine.call("__syscall_recvfrom", socket, BUFFER, 10, DONT_WAIT, 0, 0))
                .isEqualTo(2);
        assertThat(machine.call("__syscall_recvfrom", socket, BUFFER, 10, DONT_WAIT, 0, 0))
                .isEqualTo(minus(Errno.EAGAIN));
        assertThat(machine.call("__syscall_sendto", socket, machine.text("reply"), 5, 0, 0, 0))
                .isEqualTo(5);
        assertThat(client.received).hasToString("reply");
        client.room = 0;
        assertThat(machine.call("__syscall_sendto", socket, machine.text("x"), 1, DONT_WAIT, 0, 0))
                .isEqualTo(minus(Errno.EAGAIN));
    }

    @Test
    void closingTheLastDescriptorClosesTheStream() {
        machine.call("__syscall_dup", socket);
        machine.call("fd_close", socket);
        assertThat(client.closed).isFalse();
        machine.call("fd_close", socket + 1);
        assertThat(client.closed).isTrue();
    }

    @Test
    void thereIsNoNetworkToMakeSocketsIn() {
        assertThat(machine.call("__syscall_socket", 2, 1, 0, 0, 0, 0)).isEqualTo(minus(Errno.EAFNOSUPPORT));
        assertThat(machine.call("__syscall_bind", socket, 0, 0, 0, 0, 0)).isEqualTo(minus(Errno.EINVAL));
        assertThat(machine.call("__syscall_listen", socket, 0, 0, 0, 0, 0)).isEqualTo(minus(Errno.EOPNOTSUPP));
        assertThat(machine.call("__syscall_accept4", socket, 0, 0, 0, 0, 0)).isEqualTo(minus(Errno.EINVAL));
        assertThat(machine.call("__syscall_connect", socket, 0, 0, 0, 0, 0)).isEqualTo(minus(Errno.EISCONN));
    }

    @Test
    void whatIsNoSocketIsRefused() {
        for (String name : new String[] {"bind", "listen", "accept4", "connect", "recvfrom", "sendto"}) {
            assertThat(machine.call("__syscall_" + name, 0, 0, 0, 0, 0, 0)).isEqualTo(minus(Errno.ENOTSOCK));
            assertThat(machine.call("__syscall_" + name, 99, 0, 0, 0, 0, 0)).isEqualTo(minus(Errno.EBADF));
        }
        assertThat(machine.call("__syscall_recvfrom", socket, 0, -1, 0, 0, 0)).isEqualTo(minus(Errno.EFAULT));
        assertThat(machine.call("__syscall_recvfrom", socket, 0, 1, 2, 0, 0)).isEqualTo(minus(Errno.EOPNOTSUPP));
    }
}
