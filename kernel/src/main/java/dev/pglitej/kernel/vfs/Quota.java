package dev.pglitej.kernel.vfs;

/** How many bytes of contents a memory file system may hold and holds. Confined to that file system's lock. */
final class Quota {

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
