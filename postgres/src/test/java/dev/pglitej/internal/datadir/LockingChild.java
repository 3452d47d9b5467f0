package dev.pglitej.internal.datadir;

import dev.pglitej.api.PGliteException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Another JVM that takes the lock of a directory, says what came of it in one line, and keeps the lock until its standard input
 * ends. Confined to the test's thread.
 */
final class LockingChild implements AutoCloseable {
    private final Process process;
    private final String answer;

    private LockingChild(Process process, String answer) {
        this.process = process;
        this.answer = answer;
    }

    static LockingChild lock(Path directory) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockingChild.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return new LockingChild(process, String.valueOf(out.readLine()));
    }

    long pid() {
        return process.pid();
    }

    /** "locked", or why not. */
    String answer() {
        return answer;
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }

    public static void main(String[] arguments) throws IOException {
        try {
            DirectoryLock lock = DirectoryLock.take(Path.of(arguments[0]));
            System.out.println("locked");
            System.in.transferTo(OutputStream.nullOutputStream());
            lock.close();
        } catch (PGliteException e) {
            System.out.println(e.getMessage());
        }
    }
}
