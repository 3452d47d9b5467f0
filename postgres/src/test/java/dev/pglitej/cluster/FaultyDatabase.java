package dev.pglitej.cluster;

import dev.pglitej.Durability;
import dev.pglitej.kernel.vfs.Capacity;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Opens databases in directories whose disk has faults. */
public final class FaultyDatabase {
    private static final long MEMORY = 2L << 30;

    private FaultyDatabase() {}

    public static Database open(
            Path directory, Durability durability, Map<String, String> settings, Consumer<String> log, Faults faults) {
        Storage storage = DataDirectory.open(directory, durability, Capacity.unlimited());
        Storage faulty = new Storage(
                new FaultyFileSystem(storage.files(), faults),
                storage.capacity(),
                storage.isNew(),
                storage.settings(),
                storage.isVolatile(),
                storage.syncs(),
                storage.initialized(),
                storage.abandoned(),
                storage.release());
        return Database.open(
                new DatabaseOptions(Optional.of(directory), durability, settings, 0, MEMORY, 0, Creation.plain(), log),
                faulty);
    }
}
