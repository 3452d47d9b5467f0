package dev.pglitej.internal.jdbc.socket;

import java.io.IOException;
import java.net.Socket;

/** Makes sockets of one connection's owner. Thread-safe. */
final class OwnedSocketFactory extends AddresslessSocketFactory {
    private final SocketOwner owner;

    OwnedSocketFactory(SocketOwner owner) {
        this.owner = owner;
    }

    @Override
    public Socket createSocket() throws IOException {
        SocketOwner.Hold hold = owner.hold();
        return new InProcessSocket(owner.sessions(), owner::closing, hold);
    }
}
