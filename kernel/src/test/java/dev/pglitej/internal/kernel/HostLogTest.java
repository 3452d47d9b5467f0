package dev.pglitej.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HostLogTest {
    /** Fails as one for which there is no memory. */
    private record FullLogger(Error failure) implements System.Logger {
        @Override
        public String getName() {
            return "full";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
            throw failure;
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... parameters) {
            throw failure;
        }
    }

    @Test
    void whatKeepsAFailureFromBeingLoggedIsSuppressed() {
        Error failure = new OutOfMemoryError("first");
        Error second = new OutOfMemoryError("second");

        HostLog.log(new FullLogger(second), System.Logger.Level.ERROR, "message", failure);

        assertThat(failure).hasSuppressedException(second);
    }

    /** As the JVM does, which has a few of them ready. */
    @Test
    void theSameErrorMayComeTwice() {
        Error failure = new OutOfMemoryError("ready");

        HostLog.log(new FullLogger(failure), System.Logger.Level.ERROR, "message", failure);

        assertThat(failure.getSuppressed()).isEmpty();
    }
}
