package dev.pglitej;

import dev.pglitej.internal.kernel.HostLog;
import java.util.function.Consumer;

/**
 * Passes the lines of PostgreSQL's log on to the application's listener. A process of the database calls it in the middle of its work, so
 * what the listener throws ends here. Thread-safe if the listener is.
 */
final class LogListener implements Consumer<String> {
    private final Consumer<String> listener;

    LogListener(Consumer<String> listener) {
        this.listener = listener;
    }

    @Override
    public void accept(String line) {
        try {
            listener.accept(line);
        } catch (RuntimeException | Error e) {
            HostLog.log(
                    "dev.pglitej",
                    System.Logger.Level.WARNING,
                    "the listener of PostgreSQL's log failed with this line: " + line,
                    e);
        }
    }
}
