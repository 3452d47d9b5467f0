package dev.pglitej.server;

import java.io.PrintStream;

/** Receives a server's messages to its operator. Thread-safe. */
public interface ServerLog {

    /** Something to know. */
    void note(String message);

    /** A failure of ours, with all that is known about it. */
    void failure(String message, Throwable cause);

    /** Lines on this stream, failures with their stack traces. */
    static ServerLog to(PrintStream stream) {
        return new ServerLog() {
            @Override
            public void note(String message) {
                stream.println("pglitej: " + message);
            }

            @Override
            public void failure(String message, Throwable cause) {
                synchronized (stream) {
                    note(message);
                    cause.printStackTrace(stream);
                }
            }
        };
    }
}
