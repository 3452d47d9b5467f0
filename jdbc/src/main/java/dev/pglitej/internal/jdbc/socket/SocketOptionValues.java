package dev.pglitej.internal.jdbc.socket;

import static java.net.StandardSocketOptions.IP_TOS;
import static java.net.StandardSocketOptions.SO_KEEPALIVE;
import static java.net.StandardSocketOptions.SO_LINGER;
import static java.net.StandardSocketOptions.SO_RCVBUF;
import static java.net.StandardSocketOptions.SO_REUSEADDR;
import static java.net.StandardSocketOptions.SO_SNDBUF;
import static java.net.StandardSocketOptions.TCP_NODELAY;

import java.net.SocketOption;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The options of one socket, with the values that a socket of the network would take. Thread-safe. */
final class SocketOptionValues {
    /** What pgjdbc buffers of a socket that says nothing else. */
    private static final int BUFFER_SIZE = 8192;

    private static final int LONGEST_LINGER = 65535;

    private static final Map<SocketOption<?>, Object> DEFAULTS = Map.of(
            TCP_NODELAY,
            false,
            SO_KEEPALIVE,
            false,
            SO_REUSEADDR,
            false,
            SO_LINGER,
            -1,
            IP_TOS,
            0,
            SO_SNDBUF,
            BUFFER_SIZE,
            SO_RCVBUF,
            BUFFER_SIZE);

    private final Map<SocketOption<?>, Object> changed = new ConcurrentHashMap<>();

    static Set<SocketOption<?>> supported() {
        return DEFAULTS.keySet();
    }

    /**
     * Keeps a value.
     *
     * @throws UnsupportedOperationException if there is no such option
     * @throws IllegalArgumentException if the option cannot have this value
     */
    <T> void set(SocketOption<T> name, T value) {
        Object ignored = defaultOf(name);
        boolean isSize = name.equals(SO_SNDBUF) || name.equals(SO_RCVBUF);
        if (isSize && (Integer) value <= 0) throw invalid(name, value);
        if (name.equals(IP_TOS) && ((Integer) value & ~0xff) != 0) throw invalid(name, value);
        changed.put(name, name.equals(SO_LINGER) ? linger((Integer) value) : value);
    }

    private static Integer linger(int seconds) {
        return Math.max(-1, Math.min(seconds, LONGEST_LINGER));
    }

    /** The value that was kept last, or the default. */
    <T> T get(SocketOption<T> name) {
        Object byDefault = defaultOf(name);
        return Objects.requireNonNull(name.type().cast(changed.getOrDefault(name, byDefault)));
    }

    private static Object defaultOf(SocketOption<?> name) {
        Object value = DEFAULTS.get(name);
        if (value == null) throw new UnsupportedOperationException("a socket in process has no option " + name);
        return value;
    }

    private static IllegalArgumentException invalid(SocketOption<?> name, Object value) {
        return new IllegalArgumentException(name + " cannot be " + value);
    }
}
