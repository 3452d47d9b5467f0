package dev.pglitej.kernel.vfs;

import java.lang.ref.SoftReference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Chunks that no file has any more, kept to be written again. Confined to the lock of its file system.
 *
 * <p>PostgreSQL's temporary files come and go with statements. As garbage, each of their chunks would be copied into the old
 * generation once and moved there by the next full collection. They are held softly: where memory is short, they are garbage.
 */
final class SpareChunks {

    /** 16 MiB. */
    private static final int MOST = 2048;

    private static final int FIRST_CAPACITY = 64;

    private SoftReference<byte[][]> spares = new SoftReference<>(new byte[0][]);
    private int count;

    /** Takes a chunk of full length that no one else has. */
    void give(byte[] chunk) {
        byte[][] present = spares.get();
        if (present == null) {
            count = 0;
        }
        if (count == MOST) {
            return;
        }
        if (present == null || count == present.length) {
            present = present == null
                    ? new byte[FIRST_CAPACITY][]
                    : Arrays.copyOf(present, Math.max(FIRST_CAPACITY, 2 * count));
            spares = new SoftReference<>(present);
        }
        present[count] = chunk;
        count++;
    }

    /** A chunk of full length that holds anything; null if there is none. */
    byte @Nullable [] take() {
        byte[][] present = spares.get();
        if (present == null || count == 0) {
            return null;
        }
        count--;
        return present[count];
    }
}
