package dev.pglitej.internal.cluster;

import dev.pglitej.internal.protocol.BackendMessage.ErrorResponse;
import dev.pglitej.internal.protocol.ErrorFields;
import dev.pglitej.spi.SessionChannel;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The last message to a client whose backend can no longer send one. */
enum FatalMessage {
    /** The message of PostgreSQL's quickdie(). */
    CRASH_SHUTDOWN(
            "57P02",
            "terminating connection because of crash of another server process",
            "The postmaster has commanded this server process to roll back the current transaction and exit, because another"
                    + " server process exited abnormally and possibly corrupted shared memory.",
            "In a moment you should be able to reconnect to the database and repeat your command."),
    /** PostgreSQL would send nothing here; the client would only see a lost connection. */
    CRASHED_ITSELF(
            "57P02",
            "terminating connection because of crash of its server process",
            "The session's own server process exited abnormally.",
            "In a moment you should be able to reconnect to the database."),
    /** The message of ProcessInterrupts() for a terminated backend. */
    SHUTDOWN("57P01", "terminating connection due to administrator command"),
    IMMEDIATE_SHUTDOWN("57P01", "terminating connection due to immediate shutdown command");

    private final String sqlState;
    private final String text;
    private final String detail;
    private final String hint;

    FatalMessage(String sqlState, String text) {
        this(sqlState, text, "", "");
    }

    FatalMessage(String sqlState, String text, String detail, String hint) {
        this.sqlState = sqlState;
        this.text = text;
        this.detail = detail;
        this.hint = hint;
    }

    /**
     * Sends it if the client takes it soon. A client in the middle of a message does not understand it, but without it the client would
     * learn nothing either.
     */
    void sendTo(SessionChannel channel) {
        try {
            ByteBuffer message = new ErrorResponse(fields()).encode();
            while (message.hasRemaining() && channel.awaitWritable(Patience.FAREWELL_NANOS)) {
                if (channel.offer(message) == 0) return;
            }
        } catch (IOException e) {
            // The client is gone. The caller throws the failure itself.
            return;
        }
    }

    private ErrorFields fields() {
        ErrorFields fields = ErrorFields.fatal(sqlState, text);
        if (!detail.isEmpty()) fields = fields.withDetail(detail);
        return hint.isEmpty() ? fields : fields.withHint(hint);
    }
}
