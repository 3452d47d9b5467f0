package dev.pglitej.jdbc.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Makes sockets of one connection's owner. Safe for any number of threads. */
final class OwnedSocketFactory extends SocketFactory {
    private final SocketOwner owner;

    OwnedSocketFactory(SocketOwner owner) {
        this.owner = owner;
    }

    @Override
    public Socket createSocket() throws IOException {
        Runnable release = owner.hold();
        return new InProcessSocket(owner.database(), owner::closing, release);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return createSocket();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return createSocket();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return createSocket();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return createSocket();
    }
}
