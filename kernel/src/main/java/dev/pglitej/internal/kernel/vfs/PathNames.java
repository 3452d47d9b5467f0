package dev.pglitej.internal.kernel.vfs;

import dev.pglitej.internal.kernel.Errno;
import java.nio.charset.StandardCharsets;

/** The limits of path names, counted in the bytes of their UTF-8 form. */
final class PathNames {

    private static final int NAME_MAX = 255;
    /** PATH_MAX counts the terminating zero. */
    private static final int PATH_MAX = 4096;

    private static final int MOST_BYTES_PER_CHAR = 3;

    private PathNames() {}

    static void checkPath(String path) {
        if (path.isEmpty()) throw Errno.ENOENT.failure();
        check(path, PATH_MAX - 1);
    }

    static void checkName(String name) {
        check(name, NAME_MAX);
    }

    private static void check(String text, int limit) {
        if (text.length() * MOST_BYTES_PER_CHAR > limit && text.getBytes(StandardCharsets.UTF_8).length > limit) {
            throw Errno.ENAMETOOLONG.failure();
        }
    }
}
