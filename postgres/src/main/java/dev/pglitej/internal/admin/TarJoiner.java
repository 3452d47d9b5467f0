package dev.pglitej.internal.admin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Joins several tar archives that arrive one after the other into one. The entries of each go below a directory of its own. Confined to one
 * thread.
 */
final class TarJoiner implements BaseBackup.Archive {
    private static final int END_BLOCKS = 2;

    private final WritableByteChannel out;
    private final ByteBuffer header = ByteBuffer.allocate(TarHeader.BLOCK);
    private String directory = "";
    /** The bytes before the next header. */
    private long contents;

    TarJoiner(WritableByteChannel out) {
        this.out = out;
    }

    @Override
    public void begin(String place) throws IOException {
        expectEnd();
        this.directory = place;
    }

    @Override
    public void accept(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (contents > 0) {
                int count = (int) Math.min(contents, bytes.remaining());
                write(bytes.slice().limit(count));
                bytes.position(bytes.position() + count);
                contents -= count;
            } else {
                int count = Math.min(header.remaining(), bytes.remaining());
                header.put(bytes.slice().limit(count));
                bytes.position(bytes.position() + count);
                if (!header.hasRemaining()) entry(new TarHeader(header.array()));
            }
        }
    }

    private void entry(TarHeader entry) throws IOException {
        header.clear();
        // Only the joined archive has an end.
        if (entry.isEmpty()) return;
        entry.check();
        contents = entry.contents() + entry.padding();
        if (!directory.isEmpty()) entry.moveInto(directory);
        write(header.duplicate());
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) out.write(bytes);
    }

    private void expectEnd() throws IOException {
        if (contents > 0 || header.position() > 0) throw new IOException("an archive of the backup is incomplete");
    }

    @Override
    public void finish() throws IOException {
        expectEnd();
        write(ByteBuffer.allocate(END_BLOCKS * TarHeader.BLOCK));
    }
}
