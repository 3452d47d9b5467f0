package dev.pglitej.internal.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.engine.nativelib.CachedResources;
import dev.pglitej.internal.engine.nativelib.NativeLibraryException;
import dev.pglitej.internal.engine.nativelib.PackagedResources;
import dev.pglitej.internal.kernel.vfs.fixed.PackedFileSystem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.stream.Stream;

/**
 * The artifacts on the class path with files of PostgreSQL's installation: pglitej-natives, and artifacts with extensions, whose names are
 * in the resources {@code META-INF/pglitej/extensions.list}, a name a line. Thread-safe.
 */
final class Artifacts {
    private static final String RESOURCES = "META-INF/pglitej/";
    private static final String EXTENSIONS = "extensions.list";
    private static final String CONTENTS = "contents.list";
    /** What this project has published, by artifact. */
    private static final String KNOWN = "known-extensions.list";

    private Artifacts() {}

    /** The files of all artifacts. They are mapped, so all JVMs together have their bytes in memory once. */
    static List<PackedFileSystem.Part> files() {
        List<PackedFileSystem.Part> parts = new ArrayList<>();
        parts.add(part(""));
        for (String artifact : extensions()) parts.add(part("extensions/" + artifact + "/"));
        return parts;
    }

    /** The lines in which the artifacts with extensions say what they have; see {@link Extensions}. */
    static List<String> contents() {
        List<String> lines = new ArrayList<>();
        for (String artifact : extensions()) {
            lines(RESOURCES + "extensions/" + artifact + "/" + CONTENTS).forEach(lines::add);
        }
        return lines;
    }

    /** The artifacts of this project that have extensions, on the class path or not: lines with an artifact and its extensions. */
    static List<String> known() {
        return lines(RESOURCES + KNOWN).toList();
    }

    /** An artifact of other files than extensions has no such resource. */
    private static Stream<String> lines(String resource) {
        try (InputStream found = PackagedResources.open(resource)) {
            return found == null ? Stream.empty() : new String(found.readAllBytes(), UTF_8).lines();
        } catch (IOException e) {
            throw new PGliteException("cannot read the resource " + resource + ": " + e.getMessage(), e);
        }
    }

    private static Set<String> extensions() {
        Set<String> names = new LinkedHashSet<>();
        try {
            for (byte[] contents : PackagedResources.all(RESOURCES + EXTENSIONS)) {
                StringTokenizer list = new StringTokenizer(new String(contents, UTF_8));
                while (list.hasMoreTokens()) names.add(list.nextToken());
            }
        } catch (IOException e) {
            throw new PGliteException("cannot look for extensions on the class path: " + e.getMessage(), e);
        }
        return names;
    }

    private static PackedFileSystem.Part part(String directory) {
        String table = directory + "files.table";
        try (InputStream found = PackagedResources.open(RESOURCES + table)) {
            if (found == null) {
                throw new PGliteException("PostgreSQL's files are missing: there is no resource " + RESOURCES + table
                        + "; add the dependency dev.pglitej:pglitej-"
                        + (directory.isEmpty() ? "natives" : directory.split("/", -1)[1]));
            }
            String entries = new String(found.readAllBytes(), UTF_8);
            return new PackedFileSystem.Part(entries(entries), map(CachedResources.locate(directory + "files.blob")));
        } catch (IOException | NativeLibraryException e) {
            throw new PGliteException(String.valueOf(e.getMessage()), e);
        }
    }

    private static ByteBuffer map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        }
    }

    /** Lines "start end path". */
    private static List<PackedFileSystem.Entry> entries(String table) {
        List<PackedFileSystem.Entry> entries = new ArrayList<>();
        int next;
        for (int at = 0; at < table.length(); at = next) {
            int endOfLine = table.indexOf('\n', at);
            next = endOfLine < 0 ? table.length() : endOfLine + 1;
            int first = table.indexOf(' ', at);
            int second = table.indexOf(' ', first + 1);
            entries.add(new PackedFileSystem.Entry(
                    table.substring(second + 1, endOfLine < 0 ? table.length() : endOfLine),
                    Integer.parseInt(table, at, first, 10),
                    Integer.parseInt(table, first + 1, second, 10)));
        }
        return entries;
    }
}
