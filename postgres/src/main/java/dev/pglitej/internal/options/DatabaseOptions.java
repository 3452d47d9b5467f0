package dev.pglitej.internal.options;

import dev.pglitej.api.Durability;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The options for opening a database. Immutable.
 *
 * @param directory of the data; empty for a new database in memory
 * @param durability of a database in a directory
 * @param settings values by their names in postgresql.conf
 * @param memoryLimit bytes of linear memory of one backend
 * @param dataLimit bytes of the contents of files in memory, or {@link Capacity#HALF_OF_MACHINE}
 * @param creation how it is made if it is new
 * @param log receives the lines of PostgreSQL's log
 */
public record DatabaseOptions(
        Optional<Path> directory,
        Durability durability,
        Map<String, String> settings,
        int debugLevel,
        long memoryLimit,
        long dataLimit,
        Creation creation,
        Consumer<String> log) {
    /** 2 GiB. */
    public static final long DEFAULT_MEMORY_LIMIT = 2L << 30;

    /** The binary begins with 167 MB. RATIONALE: "Why is the least memory limit a number of ours?" */
    public static final long LEAST_MEMORY_LIMIT = 168L << 20;

    public DatabaseOptions {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** The defaults, for a new database in memory. */
    public static DatabaseOptions defaults(Consumer<String> log) {
        return new DatabaseOptions(
                Optional.empty(),
                Durability.FULL,
                Map.of(),
                0,
                DEFAULT_MEMORY_LIMIT,
                Capacity.HALF_OF_MACHINE,
                Creation.plain(),
                log);
    }

    /** The limit of a database's file systems in memory together. Make one for each database. */
    public Capacity capacity() {
        return Capacity.of(dataLimit, DataClaims.INSTANCE);
    }

    /** The same options for a copy, which is always in memory. */
    public DatabaseOptions inMemory() {
        return new DatabaseOptions(
                Optional.empty(), Durability.FULL, settings, debugLevel, memoryLimit, dataLimit, creation, log);
    }

    public DatabaseOptions withLog(Consumer<String> other) {
        return new DatabaseOptions(
                directory, durability, settings, debugLevel, memoryLimit, dataLimit, creation, other);
    }

    public DatabaseOptions withSettings(Map<String, String> others) {
        return new DatabaseOptions(directory, durability, others, debugLevel, memoryLimit, dataLimit, creation, log);
    }
}
