package dev.pglitej.internal.kernel.vfs.host;

import dev.pglitej.internal.kernel.Errno;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the number of files of a host file system that have a descriptor of the host. Confined to the file system's lock.
 *
 * <p>Beyond the limit, a file takes the descriptor of another file that was not used lately (second chance: a ring of files with a mark on
 * each, which a use sets and the search clears). That file opens itself again at its next use. Files without a name cannot do that, so they
 * keep theirs. If the whole process has hardly any descriptor left, a file also takes the descriptor of another one.
 */
final class HostChannels {

    /** With so many, a file system can work when the process has hardly any left. */
    private static final int LEAST = 4;

    private final int limit;
    private final BooleanSupplier roomForOne;
    private final ArrayDeque<HostFile> ring = new ArrayDeque<>();

    /** @param roomForOne whether the process may have one more descriptor */
    HostChannels(int limit, BooleanSupplier roomForOne) {
        this.limit = limit;
        this.roomForOne = roomForOne;
    }

    /** Call it before a file gets a descriptor; EMFILE if it must not. */
    void expectOne() {
        if (roomForOne.getAsBoolean() || suspendOneBut(null) || ring.size() < LEAST) return;
        throw Errno.EMFILE.failure();
    }

    /** Call it when a file has got a descriptor. */
    void opened(HostFile file) {
        ring.add(file);
        while (ring.size() > limit && suspendOneBut(file)) {}
    }

    /** Whether a file could be found that gives its descriptor up. */
    private boolean suspendOneBut(@Nullable HostFile spared) {
        // Each is checked at most twice, the first time perhaps only to clear its mark.
        for (int i = 2 * ring.size(); i > 0; i--) {
            HostFile candidate = ring.remove();
            if (candidate != spared && !candidate.wasUsed() && candidate.suspend()) return true;
            ring.add(candidate);
        }
        return false;
    }

    /** Call it when a file closes its descriptor for good. */
    void closed(HostFile file) {
        ring.remove(file);
    }
}
