package dev.pglitej.internal.datadir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** A directory that looks like a data directory of this build as far as opening looks at it before PostgreSQL starts. */
final class SampleDirectory {
    private static final int CHECKSUM_AT = 292;

    private SampleDirectory() {}

    /** Fills an empty directory. */
    static void fill(Path directory) throws IOException {
        Files.writeString(directory.resolve("PG_VERSION"), "18\n");
        Files.createDirectory(directory.resolve("global"));
        ByteBuffer control = ByteBuffer.wrap(new byte[8192]).order(ByteOrder.LITTLE_ENDIAN);
        control.putInt(8, 1800).putInt(12, 202506291);
        control.putInt(204, 8).putDouble(208, 1234567.0);
        control.putInt(216, 8192).putInt(220, 131072).putInt(224, 8192).putInt(228, 16 << 20);
        control.putInt(232, 64).putInt(236, 32).putInt(240, 1996).putInt(244, 2048);
        write(directory, control);
    }

    /** Changes a number of its control file, whose checksum stays right. */
    static void putInt(Path directory, int offset, int value) throws IOException {
        byte[] bytes = Files.readAllBytes(directory.resolve(ControlFile.PATH));
        write(directory, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, value));
    }

    private static void write(Path directory, ByteBuffer control) throws IOException {
        CRC32C sum = new CRC32C();
        sum.update(control.slice(0, CHECKSUM_AT));
        control.putInt(CHECKSUM_AT, (int) sum.getValue());
        byte[] bytes = new byte[control.capacity()];
        control.get(0, bytes);
        Files.write(directory.resolve(ControlFile.PATH), bytes);
    }

    /** All there is, by relative path: contents and times. Equal as long as nothing has been touched. */
    static Map<String, String> facts(Path directory) throws IOException {
        Map<String, String> facts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                int contents = Files.isRegularFile(file) ? Arrays.hashCode(Files.readAllBytes(file)) : 0;
                facts.put(directory.relativize(file).toString(), Files.getLastModifiedTime(file) + " " + contents);
            }
        }
        return facts;
    }
}
