package dev.pglitej.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A new cluster of native PostgreSQL. Confined to one thread, except {@link #close}.
 *
 * <p>Its initdb has PGlite's arguments (encoding, locale, trust). Its settings are the defaults but for fsync, which is off
 * since the other side's files are in memory, and the address that it listens on.
 */
public final class NativePostgres implements Contender {
    private final Path directory;
    private final CommandUser user;
    private final Address address;
    private boolean closed;

    private NativePostgres(Path directory, CommandUser user, Address address) {
        this.directory = directory;
        this.user = user;
        this.address = address;
    }

    /** Why there can be none on this machine, if so. */
    public static Optional<String> obstacle() {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!platform.equals("Linux amd64")) {
            return Optional.of("the comparison's native PostgreSQL is built for Linux amd64, not " + platform);
        }
        try {
            CommandUser.find();
            return Optional.empty();
        } catch (IllegalStateException | IOException failure) {
            return Optional.of(String.valueOf(failure.getMessage()));
        }
    }

    /**
     * Unpacks it, makes a cluster and starts it.
     *
     * @param settings lines of postgresql.conf that differ from the defaults
     * @throws IllegalStateException when this machine does not let it, with the reason
     */
    public static NativePostgres start(PrintStream log, String... settings) {
        return start(NativeFiles::createDirectory, log, Map.of(), settings);
    }

    /**
     * The same in a new directory below a certain one, which any user can enter then.
     *
     * @param environment what its processes have in their environment besides ours
     */
    static NativePostgres startIn(Path parent, PrintStream log, Map<String, String> environment, String... settings) {
        return start(
                () -> {
                    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
                    return NativeFiles.createDirectory(parent);
                },
                log,
                environment,
                settings);
    }

    private interface Place {
        Path make() throws IOException;
    }

    private static NativePostgres start(
            Place place, PrintStream log, Map<String, String> environment, String... settings) {
        obstacle().ifPresent(reason -> {
            throw new IllegalStateException(reason);
        });
        try {
            NativePostgres postgres =
                    new NativePostgres(place.make(), CommandUser.find(), new Address("127.0.0.1", freePort()));
            Runtime.getRuntime().addShutdownHook(new Thread(postgres::close));
            try {
                postgres.initialize(log, settings);
                postgres.launch(environment);
            } catch (IOException | RuntimeException failure) {
                postgres.close();
                throw failure;
            }
            return postgres;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot start native PostgreSQL", failure);
        }
    }

    @Override
    public Address address() {
        return address;
    }

    /** Where its data are. */
    Path dataDirectory() {
        return Path.of(data());
    }

    /** Its postmaster and that one's children. */
    Stream<ProcessHandle> processes() {
        ProcessHandle postmaster = postmaster();
        return Stream.concat(Stream.of(postmaster), postmaster.descendants());
    }

    /** The process that has started the others. */
    ProcessHandle postmaster() {
        try {
            long pid = Long.parseLong(
                    Files.readAllLines(Path.of(data(), "postmaster.pid")).get(0));
            return ProcessHandle.of(pid).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read postmaster.pid", e);
        }
    }

    @Override
    public synchronized void close() {
        if (closed) return;
        closed = true;
        try {
            if (Files.exists(Path.of(data(), "postmaster.pid"))) {
                Command.run(user.as(program("pg_ctl"), "stop", "-w", "-m", "fast", "-D", data()));
            }
        } finally {
            NativeFiles.delete(directory);
        }
    }

    private void initialize(PrintStream log, String... settings) throws IOException {
        log.println("native PostgreSQL: unpacking it and its data in " + directory
                + (directory.startsWith("/dev/shm") ? " (memory)" : " (not in memory: /dev/shm has no 3 GB free)")
                + user.other().map(other -> ", as user " + other.getName()).orElse(""));
        NativeFiles.unpack(directory);
        Files.createDirectory(Path.of(data()));
        user.give(Path.of(data()));
        Command.run(user.as(
                program("initdb"),
                "-D",
                data(),
                "--username=postgres",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--locale-provider=libc",
                "--auth=trust",
                "--no-sync"));
        Files.writeString(
                Path.of(data(), "postgresql.conf"),
                """
                fsync = off
                listen_addresses = '%s'
                port = %d
                unix_socket_directories = ''
                %s
                """.formatted(address.host(), address.port(), String.join("\n", settings)),
                StandardCharsets.UTF_8,
                StandardOpenOption.APPEND);
    }

    private void launch(Map<String, String> environment) {
        // By env, so that what becomes the user is not run with it.
        List<String> command = new ArrayList<>(List.of("env"));
        environment.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(List.of(program("pg_ctl"), "start", "-w", "-D", data(), "-l", data() + "/log"));
        Command.run(user.as(command.toArray(String[]::new)));
    }

    private String program(String name) {
        return directory.resolve("bin").resolve(name).toString();
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
