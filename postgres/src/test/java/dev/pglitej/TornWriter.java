package dev.pglitej;

import dev.pglitej.api.Durability;
import dev.pglitej.internal.database.Faults;
import dev.pglitej.internal.database.FaultyDatabase;
import dev.pglitej.internal.database.RunningDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * Another JVM that changes each row of the table {@code torn} and dies while a checkpoint writes its pages: of one, only the first half
 * reaches the disk.
 */
final class TornWriter {
    private static final int PAGE = 8192;

    private TornWriter() {}

    /** The page that was torn. */
    record Torn(String path, long position) {}

    /**
     * Runs it to its end.
     *
     * @param skipped how many pages are written whole before
     */
    static Torn run(Path directory, int skipped, boolean fullPageWrites) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TornWriter.class.getName(),
                        directory.toString(),
                        Integer.toString(skipped),
                        fullPageWrites ? "on" : "off")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        String[] words = said.split(" ", -1);
        if (words.length != 3 || !words[0].equals("torn")) throw new AssertionError("the other JVM said " + said);
        return new Torn(words[1], Long.parseLong(words[2]));
    }

    public static void main(String[] arguments) {
        Tear tear = new Tear(Integer.parseInt(arguments[1]));
        RunningDatabase database = FaultyDatabase.open(
                Path.of(arguments[0]),
                Durability.FULL,
                Map.of("full_page_writes", arguments[2], "autovacuum", "off"),
                line -> {},
                tear);
        ScriptedClient client = ScriptedClient.connect(database.sessions());
        // From here on, the first change of each page puts the whole of it into the log.
        client.rows("checkpoint");
        client.rows("update torn set n = n + 1");
        tear.path = "base/" + client.value("select oid from pg_database where datname = 'postgres'") + "/"
                + client.value("select pg_relation_filenode('torn')");
        client.rows("checkpoint");
        System.out.println("nothing was torn");
        Runtime.getRuntime().halt(1);
    }

    /** Cuts the write of one page of a file, after some whole ones, and with it the life of the process. */
    private static final class Tear implements Faults {
        private int skipped;
        volatile String path = "none yet";

        Tear(int skipped) {
            this.skipped = skipped;
        }

        @Override
        public synchronized int writing(String file, long position, int count, long size) {
            if (!file.equals(path) || count < PAGE) return count;
            skipped -= count / PAGE;
            return skipped >= 0 ? count : count - PAGE / 2;
        }

        @Override
        public synchronized void written(String file, long position, int count) {
            if (count % PAGE == 0 || !file.equals(path)) return;
            System.out.println("torn " + file + " " + (position + count - PAGE / 2));
            System.out.flush();
            Runtime.getRuntime().halt(0);
        }
    }
}
