package dev.pglitej;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Another JVM that backs a database up again and again until it is killed, as backup1, backup2 and so on. */
final class BackingUpChild {
    private BackingUpChild() {}

    static Process start(Path directory) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BackingUpChild.class.getName(),
                        directory.toString())
                .inheritIO()
                .start();
    }

    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        PGlite database = PGlite.inMemory();
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows("create table t as select n, md5(n::text) from generate_series(1, 100000) n");
        }
        int next = 1;
        while (true) {
            while (Files.exists(directory.resolve("backup" + next))) next++;
            database.backup(directory.resolve("backup" + next));
        }
    }
}
