package dev.pglitej.natives.artifact;

import dev.pglitej.natives.tools.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The files that PostgreSQL finds installed, as resources: one blob, and a table with a line "start end path" a file.
 * A loadable module's file holds the name of the native library in its place; one that has none is left out.
 */
public final class FileBlob {
    private final StringBuilder table = new StringBuilder();
    private final ByteArrayOutputStream blob = new ByteArrayOutputStream();

    private FileBlob() {}

    /**
     * Packs the files again.
     *
     * @param libraryOf the native library for a loadable module, by the name of its file
     */
    public static FileBlob of(FileTable files, byte[] bytes, Function<String, Optional<String>> libraryOf) {
        FileBlob image = new FileBlob();
        for (FileTable.Entry file : files.entries()) {
            if (file.name().endsWith(".so")) {
                libraryOf
                        .apply(file.name())
                        .ifPresent(
                                library -> image.add(file.path(), (library + "\n").getBytes(StandardCharsets.UTF_8)));
            } else {
                image.add(file.path(), Arrays.copyOfRange(bytes, file.start(), file.end()));
            }
        }
        return image;
    }

    /** Packs files of given contents, by their paths. */
    public static FileBlob of(Map<String, byte[]> files) {
        return new FileBlob().and(files);
    }

    /** Adds files of given contents, by their paths. */
    public FileBlob and(Map<String, byte[]> files) {
        files.forEach(this::add);
        return this;
    }

    private void add(String path, byte[] contents) {
        int start = blob.size();
        blob.writeBytes(contents);
        table.append(start)
                .append(' ')
                .append(blob.size())
                .append(' ')
                .append(path)
                .append('\n');
    }

    /** Writes {@code files.table}, {@code files.blob}, and the blob's hash in {@code files.blob.sha256}. */
    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("files.table"), table);
        byte[] bytes = blob.toByteArray();
        Files.write(directory.resolve("files.blob"), bytes);
        Files.writeString(directory.resolve("files.blob.sha256"), Sha256.of(bytes) + "\n");
    }
}
