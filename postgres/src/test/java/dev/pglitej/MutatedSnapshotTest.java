package dev.pglitej;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.api.PGliteException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Saved snapshots that something has changed or cut short: they are refused with the reason, or PostgreSQL finds out. */
@Timeout(300)
final class MutatedSnapshotTest {
    private static final long SEED = Long.getLong("pglitej.mutations.seed", System.nanoTime());
    private static final int MUTATIONS = Integer.getInteger("pglitej.mutations", 40);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final Random random = new Random(SEED);

    @Test
    void eachIsRefusedWithTheReasonOrServesItsSessions() throws IOException {
        Path saved = directory.resolve("saved");
        try (PGlite database = PGlite.inMemory()) {
            try (ScriptedClient client = ScriptedClient.connect(database)) {
                client.query("create table item as select i as id from generate_series(1, 1000) i");
            }
            try (Snapshot snapshot = database.snapshot()) {
                snapshot.save(saved);
            }
        }
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            Path file = directory.resolve("mutated-" + i);
            Files.copy(saved, file);
            String what = mutate(file);
            try {
                if (!isServed(file)) refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("mutation %d of seed %d, %s: %s".formatted(i, SEED, what, e), e);
            }
            Files.delete(file);
        }
        assertThat(refused).as("of seed " + SEED).isPositive();
    }

    /** Half of the changes are made where a file says what it has, at its beginning and its end. */
    private String mutate(Path file) throws IOException {
        long length = Files.size(file);
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            long place = switch (random.nextInt(4)) {
                case 0 -> random.nextInt(512);
                case 1 -> length - 1 - random.nextInt(4096);
                default -> (long) (random.nextDouble() * length);
            };
            if (random.nextInt(3) == 0) {
                access.setLength(place);
                return "cut at " + place;
            }
            byte[] bytes = new byte[1 + random.nextInt(64)];
            if (random.nextBoolean()) random.nextBytes(bytes);
            access.seek(place);
            access.write(bytes);
            return "%d bytes at %d: %s".formatted(bytes.length, place, new String(bytes, ISO_8859_1));
        }
    }

    private static boolean isServed(Path file) {
        try (Snapshot snapshot = Snapshot.load(file);
                PGlite copy = snapshot.open();
                ScriptedClient client =
                        ScriptedClient.start(copy, Map.of("user", "postgres", "database", "postgres"))) {
            List<?> errors = client.receiveUntilReadyOrError();
            return errors.isEmpty();
        } catch (PGliteException e) {
            assertThat(e.getMessage()).contains(file.toString()).doesNotContain("Negative");
            return false;
        }
    }
}
