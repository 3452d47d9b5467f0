package dev.pglitej;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;

/** Another JVM that opens a saved snapshot and says what a query answers there. */
final class LoadingChild {
    private LoadingChild() {}

    static String value(Path snapshot, String query) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoadingChild.class.getName(),
                        snapshot.toString(),
                        query)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    }

    public static void main(String[] arguments) {
        try (Snapshot snapshot = Snapshot.load(Path.of(arguments[0]));
                PGlite database = snapshot.open();
                ScriptedClient client = ScriptedClient.connect(database)) {
            System.out.println(client.value(arguments[1]));
        }
    }
}
