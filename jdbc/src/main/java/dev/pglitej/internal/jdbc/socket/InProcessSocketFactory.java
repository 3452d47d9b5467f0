package dev.pglitej.internal.jdbc.socket;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;

/**
 * Makes the sockets of one connection: the one it talks through, and those through which it cancels. pgjdbc makes the factory
 * itself, from a class name and a text, so the text is a ticket for the database that was left here.
 *
 * <p>Where frameworks have class loaders of their own, pgjdbc may know another copy of this class than the driver does. So what is left
 * has a type of the JDK's, in a place that all copies share.
 */
public final class InProcessSocketFactory extends AddresslessSocketFactory {
    private static final String PLACE = "dev.pglitej.jdbc.ticket.";

    /** Others of other copies may be there. */
    private static final AtomicLong NEXT_TICKET = new AtomicLong();

    private final SocketFactory sockets;

    /**
     * Called by pgjdbc, as socketFactory says.
     *
     * @param ticket what {@link #leave} returned, and socketFactoryArg says
     */
    public InProcessSocketFactory(String ticket) {
        Object found = System.getProperties().get(PLACE + ticket);
        if (!(found instanceof SocketFactory left)) {
            throw new IllegalArgumentException("no database waits for ticket '" + ticket
                    + "'; connect by jdbc:pglite: or a PGliteDataSource, not by this class");
        }
        this.sockets = left;
    }

    /** Leaves a connection's owner for the factory that pgjdbc will make; {@link #forget} ends that. */
    public static String leave(SocketOwner owner) {
        SocketFactory sockets = new OwnedSocketFactory(owner);
        String ticket;
        do {
            ticket = Long.toString(NEXT_TICKET.getAndIncrement());
        } while (System.getProperties().putIfAbsent(PLACE + ticket, sockets) != null);
        return ticket;
    }

    public static void forget(String ticket) {
        System.getProperties().remove(PLACE + ticket);
    }

    @Override
    public Socket createSocket() throws IOException {
        return sockets.createSocket();
    }
}
