package dev.pglitej.conformance;

import dev.pglitej.benchmarks.Address;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The server in a JVM of its own with little heap, all of it resident from the start, so that whatever grows is seen from outside. Linux
 * alone. Thread-safe.
 */
public final class ServerProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 60;

    private final Process process;
    private final Address address;

    private ServerProcess(Process process, Address address) {
        this.process = process;
        this.address = address;
    }

    /** Serves a database in memory, or the one in a directory. */
    public static ServerProcess start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xms96m",
                "-Xmx96m",
                "-XX:+AlwaysPreTouch",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.pglitej.server.Main",
                "serve",
                "--port",
                "0"));
        command.addAll(List.of(options));
        Path log = Files.createTempFile(Path.of("target"), "served-", ".log");
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        BufferedReader output = process.inputReader();
        String ready = output.readLine();
        if (ready == null) throw new IOException("the server ended before it was ready; see " + log);
        return new ServerProcess(process, Address.in(ready).orElseThrow());
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(address.host(), address.port());
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + address + "/postgres?user=postgres&sslmode=disable&gssEncMode=disable");
    }

    public long threads() {
        return status("Threads:");
    }

    public long residentBytes() {
        return 1024 * status("VmRSS:");
    }

    public long descriptors() {
        try (Stream<Path> open = Files.list(proc("fd"))) {
            return open.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many ranges of addresses are in use. */
    public long mappings() {
        try (Stream<String> lines = Files.lines(proc("maps"))) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long status(String key) {
        try {
            return Files.readAllLines(proc("status")).stream()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }

    /** Ends it with SIGKILL, as if the machine had lost its power but not its disk's cache. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Ends it with SIGTERM. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
        throw new AssertionError("the server did not end within " + STOP_SECONDS + " seconds");
    }
}
