package dev.pglitej.internal.datadir;

import dev.pglitej.api.Durability;
import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM, without a superuser's rights, that opens a data directory and says how that went. */
final class OpeningChild {
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    private OpeningChild() {}

    /** Whether a JVM without such rights can be had: we have none, or there is the program that takes them away. */
    static boolean isPossible() {
        return !isSuperuser() || Files.isExecutable(SETPRIV);
    }

    private static boolean isSuperuser() {
        return System.getProperty("user.name").equals("root");
    }

    /** What it said: "opened", or the message of the refusal. */
    static String open(Path directory) throws IOException {
        List<String> command = new ArrayList<>();
        // Without capabilities root may do with root's files what their modes allow, as anybody may with his.
        if (isSuperuser()) command.addAll(List.of(SETPRIV.toString(), "--bounding-set=-all"));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OpeningChild.class.getName(),
                directory.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    public static void main(String[] arguments) {
        try (Storage storage = DataDirectory.open(Path.of(arguments[0]), Durability.FULL, Capacity.unlimited())) {
            System.out.println("opened " + storage.isNew());
        } catch (PGliteException e) {
            System.out.println(e.getMessage());
        }
    }
}
