package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.api.PGliteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Databases on disk. One is made for all tests, since that takes a while; each test opens it, or a copy of it, again. */
@Timeout(180)
final class DatabaseInDirectoryTest {
    private static final String UNCLEAN = "database system was not properly shut down";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path made;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final Queue<String> log = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void make() {
        made = made.resolve("made/here");
        try (PGlite database = PGlite.open(made);
                ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows("create table kept (t text)");
            client.rows("insert into kept values ('kept')");
        }
    }

    @Test
    void whatAClosedDatabaseLeavesIsADataDirectoryOfPostgres() throws IOException {
        assertThat(Files.readString(made.resolve("PG_VERSION"))).isEqualTo("18\n");
        assertThat(made.resolve("base")).isDirectory();
        assertThat(made.resolve("postmaster.pid")).doesNotExist();
    }

    @Test
    void dataSurviveAClose() throws IOException {
        copyMade();

        try (PGlite database = open();
                ScriptedClient client = ScriptedClient.connect(database)) {
            assertThat(client.value("select t from kept")).isEqualTo("kept");
            assertThat(client.value("show work_mem")).isEqualTo("6MB");
            client.rows("insert into kept values ('kept later')");
        }

        try (PGlite database = open();
                ScriptedClient client = ScriptedClient.connect(database)) {
            assertThat(client.rows("select t from kept")).isEqualTo(List.of(List.of("kept"), List.of("kept later")));
        }
        assertThat(log).noneMatch(line -> line.contains(UNCLEAN));
    }

    @Test
    void aSecondOpenerIsRefusedAndAKillLosesNothingCommitted() throws Exception {
        copyMade();
        try (KilledWriter other = KilledWriter.start(directory)) {
            assertThatThrownBy(this::open).isInstanceOf(PGliteException.class).hasMessage(inUseBy(other.pid()));
            other.kill();
        }

        try (PGlite database = open();
                ScriptedClient client = ScriptedClient.connect(database)) {
            assertThat(client.rows("select t from kept")).isEqualTo(List.of(List.of("kept"), List.of("committed")));
            assertThatThrownBy(this::open)
                    .hasMessage(inUseBy(ProcessHandle.current().pid()));
        }
        assertThat(log).anyMatch(line -> line.contains(UNCLEAN));
    }

    @Test
    void aForeignDirectoryIsNotTouched() throws IOException {
        Path letter = Files.writeString(directory.resolve("letter.txt"), "dear");

        assertThatThrownBy(this::open).isInstanceOf(PGliteException.class);

        assertThat(directory).isDirectoryNotContaining(path -> !path.equals(letter));
        assertThat(letter).hasContent("dear");
    }

    private PGlite open() {
        return PGlite.builder()
                .directory(directory)
                .log(log::add)
                .setting("work_mem", "6MB")
                // What a killed process has written is in the system's hands; only that losing power too would need
                // more.
                .setting("fsync", "off")
                .open();
    }

    private String inUseBy(long pid) {
        return "data directory " + directory + " is in use by pid " + pid + "; close it there first";
    }

    private void copyMade() throws IOException {
        MadeDirectory.copy(made, directory);
    }
}
