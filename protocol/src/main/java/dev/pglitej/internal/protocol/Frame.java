package dev.pglitej.internal.protocol;

import java.nio.ByteBuffer;

/**
 * A message cut out of the stream and not looked into. Its body belongs to the one who took it.
 *
 * @param type the message's letter, or {@link #STARTUP} for a startup packet, which has none
 * @param body what follows the length word
 */
public record Frame(char type, ByteBuffer body) {
    /** Stands for the letter that startup packets lack. */
    public static final char STARTUP = '\0';
}
