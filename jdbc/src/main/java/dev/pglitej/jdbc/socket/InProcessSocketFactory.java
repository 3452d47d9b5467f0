package dev.pglitej.jdbc.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;

/**
 * Makes the sockets of one connection: the one it talks through, and those through which it cancels. pgjdbc makes the factory
 * itself, from a class name and a text, so the text is a ticket for the database that was left here.
 */
public final class InProcessSocketFactory extends SocketFactory {
    private static final Map<String, SocketOwner> WAITING = new ConcurrentHashMap<>();
    private static final AtomicLong TICKETS = new AtomicLong();

    private final SocketOwner owner;

    /**
     * Called by pgjdbc, as socketFactory says.
     *
     * @param ticket what {@link #leave} returned, and socketFactoryArg says
     */
    public InProcessSocketFactory(String ticket) {
        SocketOwner found = WAITING.get(ticket);
        if (found == null) {
            throw new IllegalArgumentException("no database waits for ticket '" + ticket
                    + "'; connect by jdbc:pglite: or a PGliteDataSource, not by this class");
        }
        this.owner = found;
    }

    /** Leaves a connection's owner for the factory that pgjdbc will make; {@link #forget} ends that. */
    public static String leave(SocketOwner owner) {
        String ticket = Long.toString(TICKETS.incrementAndGet());
        WAITING.put(ticket, owner);
        return ticket;
    }

    public static void forget(String ticket) {
        WAITING.remove(ticket);
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
