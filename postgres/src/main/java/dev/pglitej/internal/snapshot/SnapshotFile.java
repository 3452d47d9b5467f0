package dev.pglitej.internal.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pglitej.api.Durability;
import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.engine.EngineException;
import dev.pglitej.internal.fork.FrozenCluster;
import dev.pglitej.internal.kernel.time.SystemClock;
import dev.pglitej.internal.kernel.vfs.image.FileImage;
import dev.pglitej.internal.kernel.vfs.image.FileImageException;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import dev.pglitej.internal.kernel.vfs.memory.MemoryFileSystem;
import dev.pglitej.internal.options.Creation;
import dev.pglitej.internal.options.DatabaseOptions;
import dev.pglitej.internal.pg.PostgresBuild;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * A snapshot in a file, for JVMs of the same build. Confined to one thread.
 *
 * <p>A file has, each from a multiple of {@value SnapshotHeader#BLOCK} bytes on: a {@link SnapshotHeader}, the {@link FileImage} of the
 * data directory, another {@link FileImage} of dynamic shared memory, the {@link FrozenCluster} if there is one, and a description in the
 * format of {@link Properties}. Loading maps the file, and reads only as much as is needed to check the state; the pages of the data have
 * PostgreSQL's own checksums.
 */
// RATIONALE: "What is checked when a snapshot is loaded?"
public final class SnapshotFile {
    private static final int ATTEMPTS = 10;
    private static final int CHECKED_AT_ONCE = 256 * 1024;
    private static final String SETTING = "setting.";
    private static final String DEBUG_LEVEL = "debug-level";
    private static final String MEMORY_LIMIT = "memory-limit";
    private static final String DATA_LIMIT = "data-limit";

    private final Path path;
    private final String build;

    private SnapshotFile(Path path, String build) {
        this.path = path;
        this.build = build;
    }

    /** For a file of this build. */
    public static SnapshotFile at(Path path) {
        return new SnapshotFile(path, BuildName.current());
    }

    /** For a file of a build that is just being made. */
    public static SnapshotFile at(Path path, String build) {
        return new SnapshotFile(path, build);
    }

    /**
     * Writes it, complete and on disk when it appears under its name.
     *
     * @param state empty if the files need recovery
     */
    void write(
            DatabaseOptions options,
            MemoryFileSystem data,
            MemoryFileSystem sharedFiles,
            Optional<FrozenCluster> state) {
        try {
            Path target = path.toAbsolutePath();
            Path directory = Objects.requireNonNullElse(target.getParent(), target);
            Path temporary = Files.createTempFile(directory, target.getFileName() + "-", ".tmp");
            try {
                try (FileChannel channel =
                        FileChannel.open(temporary, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                    write(channel, temporary, options, data, sharedFiles, state);
                    channel.force(true);
                }
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                sync(directory);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException | EngineException e) {
            throw new PGliteException("cannot save a snapshot to " + path + ": " + e.getMessage(), e);
        }
    }

    private void write(
            FileChannel channel,
            Path file,
            DatabaseOptions options,
            MemoryFileSystem data,
            MemoryFileSystem sharedFiles,
            Optional<FrozenCluster> state)
            throws IOException {
        Properties description = describe(options);
        long sharedAt = writeFiles(data, channel, SnapshotHeader.BLOCK);
        long stateAt = writeFiles(sharedFiles, channel, sharedAt);
        long end = state.isPresent() ? state.get().save(file, stateAt, description) : stateAt;
        byte[] text = text(description);
        SnapshotHeader header = new SnapshotHeader(
                build,
                end + text.length,
                sharedAt,
                stateAt,
                end,
                checksum(channel, stateAt, end),
                checksum(ByteBuffer.wrap(text)));
        write(channel, ByteBuffer.wrap(text), end);
        write(channel, header.encode(), 0);
    }

    private static long writeFiles(MemoryFileSystem files, FileChannel channel, long offset) throws IOException {
        channel.position(offset);
        return SnapshotHeader.align(offset + FileImage.write(files, channel));
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
        long at = offset;
        while (bytes.hasRemaining()) at += channel.write(bytes, at);
    }

    private static Properties describe(DatabaseOptions options) {
        Properties description = new Properties();
        description.setProperty(DEBUG_LEVEL, Integer.toString(options.debugLevel()));
        description.setProperty(MEMORY_LIMIT, Long.toString(options.memoryLimit()));
        description.setProperty(DATA_LIMIT, Long.toString(options.dataLimit()));
        options.settings().forEach((name, value) -> description.setProperty(SETTING + name, value));
        return description;
    }

    /** Sorted and without the date that Properties would add, so that the same snapshot gives the same file. */
    private static byte[] text(Properties description) {
        StringBuilder text = new StringBuilder();
        for (String key : new TreeSet<>(description.stringPropertyNames())) {
            text.append(key)
                    .append('=')
                    .append(escape(description.getProperty(key)))
                    .append('\n');
        }
        return text.toString().getBytes(UTF_8);
    }

    private static String escape(String value) {
        String escaped = value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        // Properties would read blanks before a value as part of the separator.
        boolean hides = !escaped.isEmpty() && Character.isWhitespace(escaped.charAt(0));
        return hides ? "\\" + escaped : escaped;
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes.duplicate());
        return (int) sum.getValue();
    }

    /** Reads instead of mapping: if the file were truncated meanwhile, access to a mapping would end in an error of the JVM. */
    private static int checksum(FileChannel channel, long from, long to) throws IOException {
        if (from == to) return 0;
        CRC32C sum = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHECKED_AT_ONCE);
        for (long at = from; at < to; at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), to - at));
            SnapshotHeader.readFully(channel, buffer, at);
            sum.update(buffer.flip());
        }
        return (int) sum.getValue();
    }

    /** Without this, a loss of power could undo the rename. */
    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * Maps the file, and checks everything but the pages of the data.
     *
     * @throws PGliteException if it is not a snapshot, incomplete, damaged, or of another build
     */
    DatabaseSnapshot load(Consumer<String> log) {
        return load(log, true);
    }

    /** The same without checking the state, which would have to be read. */
    public DatabaseSnapshot loadTrusted(Consumer<String> log) {
        return load(log, false);
    }

    private DatabaseSnapshot load(Consumer<String> log, boolean isChecked) {
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Optional<DatabaseSnapshot> loaded = tryToLoad(log, isChecked);
                if (loaded.isPresent()) return loaded.get();
            }
            throw new PGliteException("snapshot " + path + " is replaced all the time; load it when that is over");
        } catch (FileImageException | EngineException | IllegalArgumentException e) {
            throw new PGliteException("cannot load snapshot " + path + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new PGliteException("cannot load snapshot " + path + ": " + e, e);
        }
    }

    /** Empty if another file got this name meanwhile. */
    private Optional<DatabaseSnapshot> tryToLoad(Consumer<String> log, boolean isChecked) throws IOException {
        Object identity = identity();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            DatabaseSnapshot snapshot = load(channel, log, isChecked);
            // The state is mapped by name. While the channel is open, no other file can have the identity of this one.
            if (Objects.equals(identity, identity())) return Optional.of(snapshot);
            snapshot.close();
            return Optional.empty();
        }
    }

    private Object identity() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    private DatabaseSnapshot load(FileChannel channel, Consumer<String> log, boolean isChecked) throws IOException {
        SnapshotHeader header = SnapshotHeader.read(path, channel, build);
        if (isChecked && checksum(channel, header.stateAt(), header.stateEnd()) != header.stateSum()) {
            throw SnapshotHeader.damaged(path, "memory");
        }
        Properties description = description(channel, header);
        MemoryFileSystem data = files("data", channel, SnapshotHeader.BLOCK);
        MemoryFileSystem sharedFiles = files("shared memory", channel, header.sharedAt());
        Optional<FrozenCluster> state = header.stateAt() == header.stateEnd()
                ? Optional.empty()
                : Optional.of(FrozenCluster.load(PostgresBuild.load(), path, description));
        return new DatabaseSnapshot(options(description, log), data, sharedFiles, state);
    }

    private Properties description(FileChannel channel, SnapshotHeader header) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(header.length() - header.stateEnd()));
        SnapshotHeader.readFully(channel, bytes, header.stateEnd());
        if (checksum(bytes.rewind()) != header.descriptionSum()) throw SnapshotHeader.damaged(path, "description");
        Properties description = new Properties();
        description.load(new StringReader(new String(bytes.array(), UTF_8)));
        return description;
    }

    private MemoryFileSystem files(String what, FileChannel channel, long offset) throws IOException {
        FileImage image = FileImage.open(path + " (" + what + ")", channel, offset);
        return MemoryFileSystem.over(image.nodes(), SystemClock.INSTANCE, Capacity.unlimited());
    }

    private static DatabaseOptions options(Properties description, Consumer<String> log) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String key : new TreeSet<>(description.stringPropertyNames())) {
            if (key.startsWith(SETTING)) settings.put(key.substring(SETTING.length()), description.getProperty(key));
        }
        return new DatabaseOptions(
                Optional.empty(),
                Durability.FULL,
                settings,
                Integer.parseInt(description.getProperty(DEBUG_LEVEL, "0")),
                Long.parseLong(description.getProperty(MEMORY_LIMIT, "0")),
                Long.parseLong(description.getProperty(DATA_LIMIT, "0")),
                Creation.plain(),
                log);
    }
}
