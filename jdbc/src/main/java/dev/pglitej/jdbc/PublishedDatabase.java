package dev.pglitej.jdbc;

import dev.pglitej.PGlite;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Gives an open database a URL in this JVM, for libraries that accept only URLs. The caller still closes the database. Thread-safe. */
public final class PublishedDatabase implements AutoCloseable {
    private static final Map<String, PublishedDatabase> PUBLISHED = new ConcurrentHashMap<>();
    private static final String NAME = "[A-Za-z0-9_.\\[\\]:-]+";

    private final String name;
    private final DatabaseHolder holder;

    private PublishedDatabase(String name, PGlite database) {
        this.name = name;
        this.holder = DatabaseHolder.ofUser(database.sessions());
    }

    /**
     * Makes {@code jdbc:pglite:memory:NAME} a URL of the database until this is closed. It takes precedence over a database that the URL
     * would open otherwise.
     *
     * @param name of letters, digits and {@code _ - . : [ ]}
     * @throws IllegalArgumentException if the name has other characters
     * @throws IllegalStateException if another database is published under this name
     */
    public static PublishedDatabase publish(String name, PGlite database) {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException("a database cannot be published as '" + name
                    + "'; use letters, digits, underscores, dashes, dots, colons and brackets");
        }
        PublishedDatabase published = new PublishedDatabase(name, database);
        if (PUBLISHED.putIfAbsent(name, published) != null) {
            throw new IllegalStateException(
                    "another database is published as " + name + "; choose another name, or close that one first");
        }
        return published;
    }

    /** The URL of the database. */
    public String url() {
        return ConnectionUrl.PREFIX + "memory:" + name;
    }

    /** Withdraws the URL; connections to the database stay. Closing again does nothing. */
    @Override
    public void close() {
        PUBLISHED.remove(name, this);
    }

    /** @throws IllegalArgumentException if the URL has parameters for opening the database, which is open already */
    static Optional<DatabaseHolder> find(ConnectionUrl url) {
        if (!(url.target() instanceof Target.NamedMemory memory)) return Optional.empty();
        PublishedDatabase published = PUBLISHED.get(memory.name());
        if (published == null) return Optional.empty();
        OpenOptions.of(url.parameters()).differenceTo(OpenOptions.of(Map.of())).ifPresent(difference -> {
            throw new IllegalArgumentException("the database " + memory.name() + " is open already, without "
                    + difference + "; give this setting where it is opened");
        });
        return Optional.of(published.holder);
    }
}
