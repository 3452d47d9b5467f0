package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** New data directories are copies of one that the build has made. That must make no difference to those that initdb makes. */
@Timeout(180)
final class NewDirectoryTest {
    private static final String SYSTEM = "select system_identifier from pg_control_system()";
    /** What differs from start to start: the log, its positions in other files, and caches. */
    private static final String OF_EACH_START =
            "pg_wal/[0-9A-F]{24}|.*pg_internal.init|pg_stat/.*|pg_logical/.*|pg_notify/.*|pg_subtrans/.*|.*_(fsm|vm)";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path place;

    private final Queue<String> log = new ConcurrentLinkedQueue<>();

    private PGlite.Builder at(String name) {
        return PGlite.builder().directory(place.resolve(name)).log(log::add);
    }

    @Test
    void aNewDirectoryHasTheFilesAndModesAndSettingsThatInitdbGivesIt() throws IOException {
        at("copied").open().close();
        // With an encoding, initdb itself runs.
        at("made").encoding("UTF8").open().close();

        assertThat(files("copied")).isEqualTo(files("made"));
        for (String name :
                new String[] {"postgresql.conf", "postgresql.auto.conf", "pg_hba.conf", "pg_ident.conf", "PG_VERSION"
                }) {
            assertThat(place.resolve("copied").resolve(name))
                    .hasSameTextualContentAs(place.resolve("made").resolve(name));
        }
    }

    /** Paths with their modes. */
    private Map<String, String> files(String directory) throws IOException {
        Path root = place.resolve(directory);
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.toList()) {
                String name = root.relativize(file).toString();
                if (name.matches(OF_EACH_START)) continue;
                files.put(name, PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
        return files;
    }

    @Test
    void allThatIsInANewDirectoryIsForItsOwnerAlone() throws IOException {
        Path open = place.resolve("open");
        Files.createDirectory(open);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String name : List.of("missing", "made", "open")) {
            PGlite.Builder builder = at(name).setting("wal_level", "replica");
            if (name.equals("made")) builder.encoding("UTF8");
            try (PGlite database = builder.open();
                    ScriptedClient client = ScriptedClient.connect(database)) {
                client.query("create table t as select 1 as a");
                client.query("select pg_switch_wal()");
                client.query("create database other");
                client.query("alter system set work_mem = '5MB'");
                client.query("checkpoint");
                database.backup(place.resolve(name + "-backup"));
                database.backup(place.resolve(name + ".tar"));
                assertThat(modes(name)).containsOnly("d rwx------", "f rw-------");
            }
            PGlite.restore(place.resolve(name + "-backup"), place.resolve(name + "-copied"));
            PGlite.restore(place.resolve(name + ".tar"), place.resolve(name + "-unpacked"));
            for (String made : List.of(name, name + "-backup", name + "-copied", name + "-unpacked")) {
                assertThat(modes(made)).as(made).containsOnly("d rwx------", "f rw-------");
            }
            assertThat(modes(name + ".tar")).containsOnly("f rw-------");
        }
    }

    @Test
    void aDirectoryThatItsGroupMayReadStaysSo() throws IOException {
        at("data").open().close();
        try (Stream<Path> all = Files.walk(place.resolve("data"))) {
            for (Path file : all.toList()) {
                String mode = Files.isDirectory(file) ? "rwxr-x---" : "rw-r-----";
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            }
        }

        try (PGlite database = at("data").open();
                ScriptedClient client = ScriptedClient.connect(database)) {
            client.query("create table t as select 1 as a");
            client.query("create database other");
        }

        assertThat(modes("data")).containsOnly("d rwxr-x---", "f rw-r-----");
    }

    private Set<String> modes(String below) throws IOException {
        try (Stream<Path> all = Files.walk(place.resolve(below))) {
            Set<String> modes = new TreeSet<>();
            for (Path file : all.toList()) {
                String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                modes.add((Files.isDirectory(file) ? "d " : "f ") + mode);
            }
            return modes;
        }
    }

    @Test
    void eachDirectoryIsAClusterOfItsOwn() throws IOException {
        String one = system(at("one"));
        String other = system(at("other"));

        assertThat(one).isNotEqualTo(other).isNotEqualTo(system(PGlite.builder()));
        assertThat(nonce("one")).isNotEqualTo(nonce("other"));
        assertThat(system(at("one"))).isEqualTo(one);
    }

    private static String system(PGlite.Builder builder) {
        try (PGlite database = builder.open();
                ScriptedClient client = ScriptedClient.connect(database)) {
            return client.value(SYSTEM);
        }
    }

    private String nonce(String directory) throws IOException {
        byte[] control = Files.readAllBytes(place.resolve(directory).resolve("global/pg_control"));
        return HexFormat.of().formatHex(control, 257, 289);
    }

    @Test
    void itsFirstStartIsNoRecovery() {
        try (PGlite database = at("data").open();
                ScriptedClient client = ScriptedClient.connect(database)) {
            assertThat(client.value("select count(*) > 400 from pg_class")).isEqualTo("t");
        }

        assertThat(log)
                .anyMatch(line -> line.contains("shutting down"))
                .noneMatch(line -> line.contains("not properly shut down") || line.contains("recovery"));
    }
}
