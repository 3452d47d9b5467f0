package dev.pglitej.natives.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.natives.tools.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectCacheTest {
    private static final String KEY = new Sha256().add("key").hex();
    private static final byte[] CONTENTS = "contents".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory = Path.of("");

    @Test
    void whatIsPutIsThereForTheNextBuild() throws IOException {
        new ObjectCache(directory).put(KEY, CONTENTS);

        assertThat(new ObjectCache(directory).get(KEY)).contains(CONTENTS);
    }

    @Test
    void whatWasNeverPutIsMissing() throws IOException {
        assertThat(new ObjectCache(directory.resolve("new")).get(KEY)).isEmpty();
    }

    @Test
    void aDamagedEntryIsMissingUntilItIsPutAgain() throws IOException {
        ObjectCache cache = new ObjectCache(directory);
        cache.put(KEY, CONTENTS);
        Path entry = onlyEntry();
        byte[] stored = Files.readAllBytes(entry);
        stored[0] ^= 1;
        Files.write(entry, stored);

        assertThat(cache.get(KEY)).isEmpty();
        cache.put(KEY, CONTENTS);
        assertThat(cache.get(KEY)).contains(CONTENTS);
    }

    @Test
    void anEntryCutShortIsMissing() throws IOException {
        ObjectCache cache = new ObjectCache(directory);
        cache.put(KEY, CONTENTS);
        Files.write(onlyEntry(), new byte[3]);

        assertThat(cache.get(KEY)).isEmpty();
    }

    @Test
    void onlyWhatWasNotUsedForLongIsPruned() throws IOException {
        ObjectCache cache = new ObjectCache(directory);
        cache.put(KEY, CONTENTS);
        Instant now = Instant.now();
        Files.setLastModifiedTime(onlyEntry(), FileTime.from(now.minus(Duration.ofDays(9))));

        cache.prune(Duration.ofDays(10), now);
        assertThat(Files.exists(onlyEntry())).isTrue();
        cache.prune(Duration.ofDays(8), now);
        assertThat(cache.get(KEY)).isEmpty();
    }

    @Test
    void manyWritersAndReadersOfOneEntryNeverSeeHalfOfIt()
            throws IOException, InterruptedException, ExecutionException {
        byte[] large = new byte[1 << 18];
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Boolean>> results = new ArrayList<>();
        new ObjectCache(directory).put(KEY, large);

        for (int i = 0; i < 40; i++) {
            results.add(threads.submit(() -> {
                ObjectCache cache = new ObjectCache(directory);
                cache.put(KEY, large);
                return cache.get(KEY).isPresent();
            }));
        }

        for (Future<Boolean> result : results) assertThat(result.get()).isTrue();
        threads.shutdown();
        assertThat(onlyEntry()).exists();
    }

    @Test
    void itsPlaceIsTheBuildsOwnOrTheUsersCache() {
        Path home = Path.of("/home/u");

        assertThat(ObjectCache.directory(Map.of("PGLITEJ_BUILD_CACHE", "/c")::get, home))
                .isEqualTo(Path.of("/c"));
        assertThat(ObjectCache.directory(Map.of("XDG_CACHE_HOME", "/x")::get, home))
                .isEqualTo(Path.of("/x/pglitej-build"));
        assertThat(ObjectCache.directory(Map.<String, String>of()::get, home))
                .isEqualTo(Path.of("/home/u/.cache/pglitej-build"));
    }

    private Path onlyEntry() throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            List<Path> files = tree.filter(Files::isRegularFile).toList();
            assertThat(files).hasSize(1);
            return files.get(0);
        }
    }
}
