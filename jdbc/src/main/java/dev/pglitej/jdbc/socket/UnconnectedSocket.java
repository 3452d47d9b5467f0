package dev.pglitej.jdbc.socket;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A socket without a network: always connected, with options that it takes note of at most. */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // There is nothing here that a lock would protect.
abstract class UnconnectedSocket extends Socket {
    private static final int BUFFER_SIZE = 8192;

    private volatile boolean noDelay;
    private volatile boolean keepAlive;

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
    public void setTcpNoDelay(boolean on) {
        noDelay = on;
    }

    @Override
    public boolean getTcpNoDelay() {
        return noDelay;
    }

    @Override
    public void setKeepAlive(boolean on) {
        keepAlive = on;
    }

    @Override
    public boolean getKeepAlive() {
        return keepAlive;
    }

    @Override
    public void setSendBufferSize(int size) {}

    @Override
    public int getSendBufferSize() {
        return BUFFER_SIZE;
    }

    @Override
    public void setReceiveBufferSize(int size) {}

    @Override
    public int getReceiveBufferSize() {
        return BUFFER_SIZE;
    }

    @Override
    public void setSoLinger(boolean on, int seconds) {}

    @Override
    public void setReuseAddress(boolean on) {}

    @Override
    public void setTrafficClass(int trafficClass) {}

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return Set.of();
    }

    @Override
    public <T> Socket setOption(SocketOption<T> name, T value) {
        throw new UnsupportedOperationException("a socket in process has no option " + name);
    }

    @Override
    public <T> T getOption(SocketOption<T> name) {
        throw new UnsupportedOperationException("a socket in process has no option " + name);
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
