package dev.pglitej.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Stands before a server and has it say that it is of an older major version, for programs that refuse those newer than themselves although
 * they could work with them. Thread-safe.
 */
final class VersionProxy implements AutoCloseable {
    /** What begins the value of the parameter that a server reports, "18.6" for instance. */
    private static final byte[] BEFORE_VERSION = "server_version\0".getBytes(US_ASCII);

    private static final int BUFFER = 65536;

    private final ServerSocket listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    private final InetSocketAddress server;
    private final byte[] major;

    /** @param major of two digits, as the server's own */
    VersionProxy(InetSocketAddress server, int major) throws IOException {
        this.server = server;
        this.major = Integer.toString(major).getBytes(US_ASCII);
        start("accepts clients", this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void start(String name, Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // One of the two has gone, and the other learns of it.
                        return;
                    }
                },
                "version proxy " + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            Socket upstream = new Socket(server.getAddress(), server.getPort());
            start("to server", () -> copy(client, upstream, new byte[0]));
            start("to client", () -> copy(upstream, client, major));
        }
    }

    /** @param replacement what stands behind {@link #BEFORE_VERSION} instead, where that comes; nothing to change nothing */
    private static void copy(Socket from, Socket to, byte[] replacement) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            int matched = 0;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                for (int i = 0; i < count; i++) {
                    int behind = matched - BEFORE_VERSION.length;
                    if (behind >= 0 && behind < replacement.length) {
                        buffer[i] = replacement[behind];
                        matched++;
                    } else if (behind < 0) {
                        matched = buffer[i] == BEFORE_VERSION[matched] ? matched + 1 : 0;
                    }
                }
                out.write(buffer, 0, count);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
