package dev.pglitej.kernel.vfs;

/** The bytes of contents that a memory file system may hold, holds, and has let go. Confined to that file system's lock. */
final class Quota {

    final SpareChunks spares = new SpareChunks();
    private final long limit;
    private long used;

    Quota(long limit) {
        this.limit = limit;
    }

    /** The same limit, as much of it used. */
    Quota copy() {
        Quota copy = new Quota(limit);
        copy.used = used;
        return copy;
    }

    long limit() {
        return limit;
    }

    long used() {
        return used;
    }

    long available() {
        return Math.max(0, limit - used);
    }

    /** Whether there was room for {@code bytes} more; they count as used then. */
    boolean take(long bytes) {
        if (bytes > available()) {
            return false;
        }
        used += bytes;
        return true;
    }

    void giveBack(long bytes) {
        used -= bytes;
    }
}
