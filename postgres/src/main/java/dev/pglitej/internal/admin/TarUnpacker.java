package dev.pglitej.internal.admin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Unpacks several tar archives that arrive one after the other, each into a directory of its own. Confined to one thread. */
final class TarUnpacker implements BaseBackup.Archive, AutoCloseable {
    private final Path root;
    private TarReader reader;
    private boolean hasBegun;

    TarUnpacker(Path root) {
        this.root = root;
        this.reader = new TarReader(root);
    }

    @Override
    public void begin(String directory) throws IOException {
        if (hasBegun) finish();
        hasBegun = true;
        Path place = root.resolve(directory);
        OwnFiles.createDirectories(place);
        reader = new TarReader(place);
    }

    @Override
    public void accept(ByteBuffer bytes) throws IOException {
        reader.accept(bytes);
    }

    @Override
    public void finish() throws IOException {
        reader.finish();
        reader.close();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
