package dev.pglitej.server;

import java.util.Optional;

/** Opens the real database: the one place where the command line meets its public API. Stateless. */
final class DatabaseBinding {
    private DatabaseBinding() {}

    static ServedDatabase open(Command.Serve options) {
        Optional<ServedDatabase> none = Optional.empty();
        return none.orElseThrow(() -> new IllegalStateException("this build has no database to open for " + options));
    }
}
