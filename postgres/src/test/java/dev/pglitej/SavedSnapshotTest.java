package dev.pglitej;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.api.PGliteException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots in files. */
@Timeout(120)
class SavedSnapshotTest {
    private static final String SUMMARY =
            "select count(*) || ' ' || sum(id) || ' ' || sum(length(padding)) || ' ' || max(name) from item";
    private static final String EXPECTED = "5000 12502500 2500000 item 999";

    @TempDir
    private static Path directory;

    private static PGlite database;
    private static Path saved;

    @BeforeAll
    static void saveADatabase() {
        database = PGlite.builder().setting("work_mem", "7MB").open();
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            client.query("create table item (id int primary key, name text, padding text)");
            client.query("insert into item select i, 'item ' || i, repeat('x', 500) from generate_series(1, 5000) i");
            client.query("create unlogged table note as select 'unlogged' as text");
        }
        saved = directory.resolve("saved");
        save(database, saved);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static void save(PGlite of, Path file) {
        try (Snapshot snapshot = of.snapshot()) {
            snapshot.save(file);
        }
    }

    private static String valueIn(PGlite of, String query) {
        try (ScriptedClient client = ScriptedClient.connect(of)) {
            return client.value(query);
        }
    }

    @Test
    void whatWasSavedIsThereAgainAndTheOriginalGoesOn() {
        valueIn(database, "create table later as select 1 as one; select 1");

        try (Snapshot snapshot = Snapshot.load(saved);
                PGlite copy = snapshot.open();
                PGlite other = snapshot.open()) {
            assertThat(valueIn(copy, SUMMARY)).isEqualTo(EXPECTED);
            assertThat(valueIn(copy, "select text from note")).isEqualTo("unlogged");
            assertThat(valueIn(copy, "show work_mem")).isEqualTo("7MB");
            assertThat(valueIn(copy, "select to_regclass('later') is null")).isEqualTo("t");
            valueIn(copy, "delete from item returning id");
            assertThat(valueIn(other, SUMMARY)).isEqualTo(EXPECTED);
            assertThat(valueIn(database, SUMMARY)).isEqualTo(EXPECTED);
            assertThat(valueIn(database, "select one from later")).isEqualTo("1");
        }
    }

    @Test
    void itIsOpenedManyTimesAtOnceByManyThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Snapshot snapshot = Snapshot.load(saved)) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                int number = i;
                answers.add(threads.submit(() -> {
                    try (PGlite copy = snapshot.open()) {
                        valueIn(copy, "delete from item where id > " + number * 10 + " returning id");
                        return valueIn(copy, "select count(*) from item");
                    }
                }));
            }

            for (int i = 0; i < 24; i++) assertThat(answers.get(i).get()).isEqualTo(String.valueOf(i * 10));
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void anotherProcessOpensIt() throws Exception {
        assertThat(LoadingChild.value(saved, SUMMARY)).isEqualTo(EXPECTED);
    }

    @Test
    void aSnapshotWithSessionsConnectedIsSavedAsWell() {
        Path file = directory.resolve("files-alone");
        try (PGlite busy = database.fork();
                ScriptedClient client = ScriptedClient.connect(busy)) {
            client.query("delete from item where id > 10");
            save(busy, file);
            client.query("delete from item");
        }

        try (Snapshot snapshot = Snapshot.load(file);
                PGlite copy = snapshot.open()) {
            assertThat(valueIn(copy, "select count(*) from item")).isEqualTo("10");
            assertThat(valueIn(copy, "show work_mem")).isEqualTo("7MB");
        }
    }

    @Test
    void aLoadedSnapshotIsSavedAgainAndSoIsWhatCameOfIt() {
        Path again = directory.resolve("again");
        Path changed = directory.resolve("changed");
        try (Snapshot snapshot = Snapshot.load(saved);
                PGlite copy = snapshot.open()) {
            snapshot.save(again);
            valueIn(copy, "delete from item where id > 7 returning id");
            save(copy, changed);
        }

        try (Snapshot snapshot = Snapshot.load(again);
                PGlite copy = snapshot.open()) {
            assertThat(valueIn(copy, SUMMARY)).isEqualTo(EXPECTED);
        }
        try (Snapshot snapshot = Snapshot.load(changed);
                PGlite copy = snapshot.open()) {
            assertThat(valueIn(copy, "select count(*) from item")).isEqualTo("7");
        }
    }

    @Test
    void itsFileMayBeDeletedWhileDatabasesOpenedFromItAreAlive() throws IOException {
        Path file = directory.resolve("deleted");
        save(database, file);
        try (Snapshot snapshot = Snapshot.load(file);
                PGlite before = snapshot.open()) {
            Files.delete(file);

            try (PGlite after = snapshot.open()) {
                assertThat(valueIn(before, SUMMARY)).isEqualTo(EXPECTED);
                assertThat(valueIn(after, SUMMARY)).isEqualTo(EXPECTED);
            }
        }
    }

    @Test
    void savingReplacesAFileThatOthersHaveLoaded() {
        Path file = directory.resolve("replaced");
        save(database, file);
        try (Snapshot former = Snapshot.load(file);
                PGlite changed = former.open()) {
            valueIn(changed, "delete from item where id > 3 returning id");
            save(changed, file);

            try (PGlite old = former.open();
                    Snapshot latter = Snapshot.load(file);
                    PGlite recent = latter.open()) {
                assertThat(valueIn(old, SUMMARY)).isEqualTo(EXPECTED);
                assertThat(valueIn(recent, "select count(*) from item")).isEqualTo("3");
            }
        }
    }

    @Test
    void aFileThatIsNoneIsRefused() throws IOException {
        Path text = Files.writeString(directory.resolve("text"), "not a snapshot, but quite a bit of text");
        Path empty = Files.createFile(directory.resolve("empty"));

        for (Path file : List.of(text, empty)) {
            assertThatThrownBy(() -> Snapshot.load(file))
                    .isInstanceOf(PGliteException.class)
                    .hasMessage(file + " is not a snapshot that PGliteJ has saved");
        }
        assertThatThrownBy(() -> Snapshot.load(directory.resolve("none")))
                .isInstanceOf(PGliteException.class)
                .hasMessageContaining("cannot load snapshot " + directory.resolve("none"));
    }

    @Test
    void aTruncatedFileIsRefusedWhereverItWasCut() throws IOException {
        long whole = Files.size(saved);
        for (long length : new long[] {10, 200, 8192, 100_000, whole / 2, whole - 1}) {
            Path file = Files.copy(saved, directory.resolve("cut-at-" + length));
            cut(file, length);

            assertThatThrownBy(() -> Snapshot.load(file))
                    .isInstanceOf(PGliteException.class)
                    .hasMessageContaining("is incomplete: it has " + length + " bytes of ");
        }
    }

    private static void cut(Path file, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }

    @Test
    void aDamagedFileIsRefused() throws IOException {
        long whole = Files.size(saved);
        // The header, the memory of the cluster, and the description at the end.
        for (long place : new long[] {260, whole - 1_000_000, whole - 3}) {
            Path file = Files.copy(saved, directory.resolve("damaged-at-" + place));
            overwrite(file, place, "~~~");

            assertThatThrownBy(() -> Snapshot.load(file))
                    .isInstanceOf(PGliteException.class)
                    .hasMessageContaining("is damaged");
        }
    }

    @Test
    void aFileOfAnotherBuildIsRefusedWithBothNames() throws IOException {
        Path file = Files.copy(saved, directory.resolve("foreign"));
        overwrite(file, 16, "9.8.7");

        assertThatThrownBy(() -> Snapshot.load(file))
                .isInstanceOf(PGliteException.class)
                .hasMessageMatching("snapshot .*foreign was saved by build 9\\.8\\.7.* \\([0-9a-f]{12}\\),"
                        + " but this is build \\d.* \\([0-9a-f]{12}\\); open it with that one, or make it again");
    }

    private static void overwrite(Path file, long place, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)), place);
        }
    }

    @Test
    void whatCannotBeSavedLeavesNothingBehind() throws IOException {
        Path occupied = Files.createDirectory(directory.resolve("occupied"));
        Files.createFile(occupied.resolve("by a file"));
        try (Snapshot snapshot = database.snapshot()) {
            for (Path file : List.of(directory.resolve("missing").resolve("file"), occupied)) {
                assertThatThrownBy(() -> snapshot.save(file))
                        .isInstanceOf(PGliteException.class)
                        .hasMessageContaining("cannot save a snapshot to " + file);
            }
        }

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
        }
    }
}
