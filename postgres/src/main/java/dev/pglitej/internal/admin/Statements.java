package dev.pglitej.internal.admin;

import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.protocol.BackendMessage;
import dev.pglitej.internal.protocol.BackendMessage.ErrorResponse;
import dev.pglitej.internal.protocol.ErrorFields;
import dev.pglitej.internal.protocol.FrontendMessage;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import dev.pglitej.spi.Sessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements in one session of user postgres, each in a transaction of its own unless they say BEGIN, up to the first that fails.
 * Confined to the thread that runs them.
 */
// RATIONALE: "Why is a script of initial SQL not one transaction?"
public final class Statements implements Conversation.Client {
    static final Map<String, String> STARTUP = Map.of(
            "user", "postgres", "database", "postgres", "application_name", "pglitej", "client_encoding", "UTF8");

    private final Iterator<SqlStatement> rest;
    private @Nullable SqlStatement current;
    private @Nullable ErrorFields error;
    private boolean isDone;

    private Statements(List<SqlStatement> statements) {
        this.rest = statements.iterator();
    }

    /**
     * Runs them.
     *
     * @throws PGliteException if one fails, with its line and PostgreSQL's message
     */
    public static void run(Sessions database, List<SqlStatement> statements) {
        Statements run = new Statements(statements);
        try {
            Conversation.hold(database, STARTUP, run);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run.check();
    }

    private void check() {
        if (error != null) throw new PGliteException((current == null ? "" : current.place() + ": ") + text(error));
        if (!isDone) throw new PGliteException("the session ended before all statements had run");
    }

    static String text(ErrorFields error) {
        StringBuilder text = new StringBuilder(error.severity())
                .append(": ")
                .append(error.message())
                .append(" (SQLSTATE ")
                .append(error.sqlState())
                .append(')');
        if (!error.detail().isEmpty()) text.append("; ").append(error.detail());
        if (!error.hint().isEmpty()) text.append("; ").append(error.hint());
        return text.toString();
    }

    @Override
    public Optional<FrontendMessage> next() {
        if (error != null) return Optional.empty();
        if (!rest.hasNext()) {
            isDone = true;
            return Optional.empty();
        }
        current = rest.next();
        return Optional.of(new Query(current.sql()));
    }

    @Override
    public void received(BackendMessage message) {
        if (message instanceof ErrorResponse response && error == null && !isDone) error = response.error();
    }
}
