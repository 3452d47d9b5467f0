package dev.pglitej.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks a tar archive into a directory while it arrives, in pieces of any size. It knows what PostgreSQL writes (tar.c): files and
 * directories in the format ustar. What bears a name of the host's own is left out. Confined to one thread.
 */
final class TarReader implements AutoCloseable {
    private static final int BLOCK = 512;
    private static final int NAME_BYTES = 100;
    private static final int SIZE_AT = 124;
    private static final int SIZE_BYTES = 12;
    private static final int SUM_AT = 148;
    private static final int SUM_BYTES = 8;
    private static final int TYPE_AT = 156;
    private static final int PREFIX_AT = 345;
    private static final int PREFIX_BYTES = 155;
    private static final int END_BLOCKS = 2;

    private final Path directory;
    private final ByteBuffer header = ByteBuffer.allocate(BLOCK);
    private @Nullable FileChannel file;
    private long contents;
    private int padding;
    private int emptyBlocks;

    /** @param directory exists, and gets what the archive has */
    TarReader(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    /** Takes all bytes of the buffer. */
    void accept(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (contents > 0) {
                contents -= write(bytes, contents);
                if (contents == 0) close();
            } else if (padding > 0) {
                int skipped = Math.min(padding, bytes.remaining());
                bytes.position(bytes.position() + skipped);
                padding -= skipped;
            } else {
                int count = Math.min(header.remaining(), bytes.remaining());
                header.put(bytes.slice().limit(count));
                bytes.position(bytes.position() + count);
                if (!header.hasRemaining()) begin(header.array());
            }
        }
    }

    private long write(ByteBuffer bytes, long most) throws IOException {
        ByteBuffer part = bytes.slice().limit((int) Math.min(bytes.remaining(), most));
        int count = part.remaining();
        while (file != null && part.hasRemaining()) file.write(part);
        bytes.position(bytes.position() + count);
        return count;
    }

    private void begin(byte[] block) throws IOException {
        header.clear();
        if (isEmpty(block)) {
            emptyBlocks++;
            return;
        }
        if (emptyBlocks > 0) throw new IOException("the archive goes on behind its end");
        if (number(block, SUM_AT, SUM_BYTES) != sum(block))
            throw new IOException("the archive is damaged: a header is not whole");
        Path path = path(block);
        char type = (char) block[TYPE_AT];
        long size = number(block, SIZE_AT, SIZE_BYTES);
        switch (type) {
            case '5' -> OwnFiles.createDirectories(path);
            case '0', '\0' -> {
                OwnFiles.createDirectories(Objects.requireNonNullElse(path.getParent(), directory));
                if (!isHosts(path)) file = OwnFiles.open(path);
                contents = size;
                padding = (int) (-size & (BLOCK - 1));
                if (size == 0) close();
            }
            default ->
                throw new IOException("the archive contains " + path + ", which is neither file nor directory (type "
                        + type + "); tablespaces cannot be restored");
        }
    }

    /** Databases in memory may have files of such names, which in a directory would say something of it. */
    private boolean isHosts(Path path) {
        return HostNames.ALL.contains(directory.relativize(path).toString());
    }

    private Path path(byte[] block) throws IOException {
        String prefix = text(block, PREFIX_AT, PREFIX_BYTES);
        String name = text(block, 0, NAME_BYTES);
        Path path =
                directory.resolve(prefix.isEmpty() ? name : prefix + "/" + name).normalize();
        if (!path.startsWith(directory))
            throw new IOException("the archive contains " + name + ", which is outside of it");
        return path;
    }

    private static String text(byte[] block, int at, int length) {
        int end = at;
        while (end < at + length && block[end] != 0) end++;
        return new String(block, at, end - at, UTF_8);
    }

    /** Octal digits, or binary behind a byte of 128. */
    private static long number(byte[] block, int at, int length) throws IOException {
        long number = 0;
        boolean isBinary = (block[at] & 0x80) != 0;
        for (int i = isBinary ? at + 1 : at; i < at + length; i++) {
            if (isBinary) {
                number = (number << 8) | (block[i] & 0xff);
            } else if (block[i] >= '0' && block[i] <= '7') {
                number = number * 8 + block[i] - '0';
            } else if (block[i] != ' ' && block[i] != 0) {
                throw new IOException("the archive is damaged: a number has the byte " + block[i]);
            }
        }
        return number;
    }

    private static long sum(byte[] block) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= SUM_AT && i < SUM_AT + SUM_BYTES ? ' ' : block[i] & 0xff;
        }
        return sum;
    }

    private static boolean isEmpty(byte[] block) {
        for (byte b : block) if (b != 0) return false;
        return true;
    }

    /** To be called when all has arrived; fails if that is not a whole archive. */
    void finish() throws IOException {
        if (emptyBlocks < END_BLOCKS || header.position() > 0) throw new IOException("the archive ends in the middle");
    }

    @Override
    public void close() throws IOException {
        if (file != null) file.close();
        file = null;
    }
}
