package dev.pglitej.internal.jdbc.socket;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A socket without a network: always connected, with options that it keeps, and that change nothing. Thread-safe. */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // Every option is a value of its own.
abstract class UnconnectedSocket extends Socket {
    private final SocketOptionValues options = new SocketOptionValues();
    private volatile boolean urgentInline;

    @SuppressWarnings(
            "NullAway") // A socket without an implementation, as the JDK allows it: all that would reach it is below.
    UnconnectedSocket() throws SocketException {
        super((SocketImpl) null);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) {}

    @Override
    public void connect(SocketAddress endpoint) {}

    @Override
    public void bind(@Nullable SocketAddress bindpoint) {}

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isBound() {
        return true;
    }

    @Override
    public InetAddress getInetAddress() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public InetAddress getLocalAddress() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public int getPort() {
        return 0;
    }

    @Override
    public int getLocalPort() {
        return 0;
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return new InetSocketAddress(getInetAddress(), 0);
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return new InetSocketAddress(getLocalAddress(), 0);
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        setOption(StandardSocketOptions.TCP_NODELAY, on);
    }

    @Override
    public boolean getTcpNoDelay() throws SocketException {
        return getOption(StandardSocketOptions.TCP_NODELAY);
    }

    @Override
    public void setKeepAlive(boolean on) throws SocketException {
        setOption(StandardSocketOptions.SO_KEEPALIVE, on);
    }

    @Override
    public boolean getKeepAlive() throws SocketException {
        return getOption(StandardSocketOptions.SO_KEEPALIVE);
    }

    @Override
    public void setSendBufferSize(int size) throws SocketException {
        setOption(StandardSocketOptions.SO_SNDBUF, size);
    }

    @Override
    public int getSendBufferSize() throws SocketException {
        return getOption(StandardSocketOptions.SO_SNDBUF);
    }

    @Override
    public void setReceiveBufferSize(int size) throws SocketException {
        setOption(StandardSocketOptions.SO_RCVBUF, size);
    }

    @Override
    public int getReceiveBufferSize() throws SocketException {
        return getOption(StandardSocketOptions.SO_RCVBUF);
    }

    @Override
    public void setSoLinger(boolean on, int seconds) throws SocketException {
        if (on && seconds < 0) throw new IllegalArgumentException("SO_LINGER cannot be " + seconds + " seconds");
        setOption(StandardSocketOptions.SO_LINGER, on ? seconds : -1);
    }

    @Override
    public int getSoLinger() throws SocketException {
        return getOption(StandardSocketOptions.SO_LINGER);
    }

    @Override
    public void setReuseAddress(boolean on) throws SocketException {
        setOption(StandardSocketOptions.SO_REUSEADDR, on);
    }

    @Override
    public boolean getReuseAddress() throws SocketException {
        return getOption(StandardSocketOptions.SO_REUSEADDR);
    }

    @Override
    public void setTrafficClass(int trafficClass) throws SocketException {
        setOption(StandardSocketOptions.IP_TOS, trafficClass);
    }

    @Override
    public int getTrafficClass() throws SocketException {
        return getOption(StandardSocketOptions.IP_TOS);
    }

    @Override
    public void setOOBInline(boolean on) throws SocketException {
        checkOpen();
        urgentInline = on;
    }

    @Override
    public boolean getOOBInline() throws SocketException {
        checkOpen();
        return urgentInline;
    }

    @Override
    public void sendUrgentData(int value) throws SocketException {
        throw new SocketException("a socket in process sends no urgent data");
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return SocketOptionValues.supported();
    }

    @Override
    public <T> Socket setOption(SocketOption<T> name, T value) throws SocketException {
        checkOpen();
        options.set(name, value);
        return this;
    }

    @Override
    public <T> T getOption(SocketOption<T> name) throws SocketException {
        checkOpen();
        return options.get(name);
    }

    /** Throws if it is closed. */
    final void checkOpen() throws SocketException {
        if (isClosed()) throw new SocketException("the connection is closed");
    }

    @Override
    public void shutdownInput() {}

    @Override
    public void shutdownOutput() {}

    @Override
    public boolean isInputShutdown() {
        return false;
    }

    @Override
    public boolean isOutputShutdown() {
        return false;
    }

    @Override
    public String toString() {
        return "a socket to a database in this process";
    }
}
