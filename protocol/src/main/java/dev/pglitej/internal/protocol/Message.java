package dev.pglitej.internal.protocol;

import java.nio.ByteBuffer;

/** A message with a letter, in either direction. Immutable. */
public sealed interface Message permits FrontendMessage, BackendMessage {

    /** The letter that it begins with. */
    char type();

    /** Appends what follows the length word. */
    void writeBody(MessageBuilder out);

    /** The whole message as it goes over the wire, in a buffer of its own. */
    default ByteBuffer encode() {
        return MessageBuilder.message(this);
    }
}
