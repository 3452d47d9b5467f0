package dev.pglitej.internal.backend;

import dev.pglitej.internal.kernel.io.Description;
import dev.pglitej.internal.kernel.process.Process;
import dev.pglitej.internal.kernel.process.Program;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import java.nio.ByteBuffer;

/** {@code locale -a}: the locales that the guest's C library has, as a file of PGlite's package lists them. Thread-safe. */
final class LocaleProgram implements Program {
    private static final String LIST = "/pglite/locale-a";

    @Override
    public int run(Process process) {
        try (OpenFile list = process.files().open(process.workingDirectory(), LIST, OpenFlags.O_RDONLY, 0)) {
            ByteBuffer text = ByteBuffer.allocate(Math.toIntExact(list.size()));
            list.read(text, 0);
            Description standardOutput = process.descriptors().get(1);
            text.flip();
            while (text.hasRemaining()) standardOutput.write(text);
            return 0;
        }
    }
}
