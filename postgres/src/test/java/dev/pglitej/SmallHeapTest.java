package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a database in memory holds is not bound by the heap. */
@Timeout(600)
final class SmallHeapTest {
    /** As much as a run is to write; {@code -Plong} writes more. */
    private static final int MEGABYTES = Integer.getInteger("pglitej.torture.kills", 20) > 20 ? 1200 : 200;

    @Test
    void contentsManyTimesAsLargeAsTheHeapAreThereAndTheirMemoryComesBack() throws IOException {
        List<String> lines =
                ChildJvm.run("", List.of("-Xmx64m", "-XX:+UseSerialGC"), Writing.class, Integer.toString(MEGABYTES));

        assertThat(lines).containsExactly("rows " + 1000 * MEGABYTES, "resident", "dropped", "closed", "status 0");
    }

    /** Writes so many megabytes, drops them, and says whether its memory follows. */
    static final class Writing {
        private static final long MIB = 1 << 20;

        private Writing() {}

        public static void main(String[] arguments) throws IOException {
            int megabytes = Integer.parseInt(arguments[0]);
            long before;
            try (PGlite database =
                            PGlite.builder().setting("shared_buffers", "16MB").open();
                    ScriptedClient client = ScriptedClient.connect(database)) {
                before = residentBytes();
                client.rows("create table big (n int, t text)");
                client.rows("alter table big alter t set storage plain");
                for (int i = 0; i < megabytes; i++) {
                    client.rows("insert into big select n, repeat('x', 950) from generate_series(1, 1000) n");
                }
                System.out.println("rows " + client.value("select count(*) from big"));
                if (residentBytes() > before + megabytes * MIB) System.out.println("resident");

                client.rows("drop table big");
                client.rows("checkpoint");
                if (residentBytes() < before + megabytes * MIB / 2 + 96 * MIB) System.out.println("dropped");
            }
            if (residentBytes() < before + 96 * MIB) System.out.println("closed");
        }

        private static long residentBytes() throws IOException {
            String pages = Files.readString(Path.of("/proc/self/statm")).split(" ", -1)[1];
            return Long.parseLong(pages) * 4096;
        }
    }
}
