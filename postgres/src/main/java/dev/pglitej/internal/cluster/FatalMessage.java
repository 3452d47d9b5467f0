package dev.pglitej.internal.cluster;

import dev.pglitej.spi.SessionChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Last words to a client whose backend can no longer speak. */
enum FatalMessage {
    /** As PostgreSQL's quickdie() words it. */
    CRASH_SHUTDOWN(
            "57P02",
            "terminating connection because of crash of another server process",
            "The postmaster has commanded this server process to roll back the current transaction and exit, because another"
                    + " server process exited abnormally and possibly corrupted shared memory.",
            "In a moment you should be able to reconnect to the database and repeat your command."),
    /** PostgreSQL's client would learn nothing here but that the connection is gone. */
    CRASHED_ITSELF(
            "57P02",
            "terminating connection because of crash of its server process",
            "The session's own server process exited abnormally.",
            "In a moment you should be able to reconnect to the database."),
    /** As ProcessInterrupts() words it for a backend that is told to end. */
    SHUTDOWN("57P01", "terminating connection due to administrator command", "", ""),
    IMMEDIATE_SHUTDOWN("57P01", "terminating connection due to immediate shutdown command", "", "");

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String sqlState;
    private final String text;
    private final String detail;
    private final String hint;

    FatalMessage(String sqlState, String text, String detail, String hint) {
        this.sqlState = sqlState;
        this.text = text;
        this.detail = detail;
        this.hint = hint;
    }

    /** Sends it if the client takes it soon. A client in the middle of a message will not understand it, which is no worse than silence. */
    void sendTo(SessionChannel channel) {
        try {
            ByteBuffer message = ByteBuffer.wrap(encoded());
            while (message.hasRemaining() && channel.awaitWritable(PATIENCE_NANOS)) {
                if (channel.offer(message) == 0) return;
            }
        } catch (IOException e) {
            // The client is gone, so there is nobody to tell; the failure itself is thrown by the caller.
            return;
        }
    }

    private byte[] encoded() {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        field(fields, 'S', "FATAL");
        field(fields, 'V', "FATAL");
        field(fields, 'C', sqlState);
        field(fields, 'M', text);
        if (!detail.isEmpty()) field(fields, 'D', detail);
        if (!hint.isEmpty()) field(fields, 'H', hint);
        fields.write(0);
        byte[] body = fields.toByteArray();
        return ByteBuffer.allocate(1 + Integer.BYTES + body.length)
                .put((byte) 'E')
                .putInt(Integer.BYTES + body.length)
                .put(body)
                .array();
    }

    private static void field(ByteArrayOutputStream fields, char type, String value) {
        fields.write(type);
        fields.writeBytes(value.getBytes(StandardCharsets.UTF_8));
        fields.write(0);
    }
}
