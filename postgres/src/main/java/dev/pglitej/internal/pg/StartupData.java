package dev.pglitej.internal.pg;

import dev.pglitej.spi.SessionChannel;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What a postmaster hands to a new child, beyond its memory. Immutable. */
public sealed interface StartupData {

    /** For a child that needs nothing. */
    record Nothing() implements StartupData {}

    /** For a client backend: whom it serves. */
    record Client(SessionChannel channel, SocketAddresses addresses) implements StartupData {}

    /** For a background worker: struct BackgroundWorker, as it was registered. */
    record Worker(ByteBuffer registration) implements StartupData {}

    static StartupData nothing() {
        return new Nothing();
    }

    /** The client's channel, if there is a client. */
    default @Nullable SessionChannel channel() {
        return this instanceof Client client ? client.channel() : null;
    }
}
