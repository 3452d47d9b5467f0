package dev.pglitej.server;

import dev.pglitej.PGlite;
import dev.pglitej.api.PGliteException;
import dev.pglitej.spi.Sessions;
import java.util.function.Consumer;

/** The real database: the one place where the command line meets its public API. Thread-safe. */
record DatabaseBinding(PGlite database) implements ServedDatabase {

    static ServedDatabase open(Command.Serve options) {
        PGlite.Builder builder = PGlite.builder().debugLevel(options.debug()).log(System.err::println);
        options.data().ifPresent(builder::directory);
        options.memoryLimit().ifPresent(bytes -> limitMemory(builder, bytes));
        options.dataLimit().ifPresent(builder::dataLimit);
        return new DatabaseBinding(builder.open());
    }

    private static void limitMemory(PGlite.Builder builder, long bytes) {
        try {
            builder.memoryLimit(bytes);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--memory-limit: " + e.getMessage());
        }
    }

    @Override
    public Sessions sessions() {
        return database.sessions();
    }

    @Override
    public void onFailure(Consumer<PGliteException> listener) {
        database.onFailure(listener);
    }

    @Override
    public void close() {
        database.close();
    }
}
