package dev.pglitej.internal.kernel.vfs.host;

import dev.pglitej.internal.kernel.Errno;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The files of a host file system that have a descriptor of the host's, so that there are not too many. Confined to the file
 * system's lock.
 *
 * <p>Who asks for one more than the limit takes it from a file that has not been used lately (second chance: a ring of files, and a
 * mark on each that its use sets and passing by clears). That file opens itself again when it is next used. Files without a name
 * could not, so they keep theirs. Where the whole process has hardly any descriptor left, who asks for one takes it from another
 * file as well.
 */
final class HostChannels {

    /** With so many, a file system goes on where the process has hardly any left. */
    private static final int LEAST = 4;

    private final int limit;
    private final BooleanSupplier roomForOne;
    private final ArrayDeque<HostFile> ring = new ArrayDeque<>();

    /** @param roomForOne whether the process may have one more descriptor */
    HostChannels(int limit, BooleanSupplier roomForOne) {
        this.limit = limit;
        this.roomForOne = roomForOne;
    }

    /** To be called before a file gets a descriptor; EMFILE if it must not. */
    void expectOne() {
        if (roomForOne.getAsBoolean() || suspendOneBut(null) || ring.size() < LEAST) return;
        throw Errno.EMFILE.failure();
    }

    /** To be called when a file has got a descriptor. */
    void opened(HostFile file) {
        ring.add(file);
        while (ring.size() > limit && suspendOneBut(file)) {}
    }

    /** Whether a file could be found that gives its descriptor up. */
    private boolean suspendOneBut(@Nullable HostFile spared) {
        // Each is looked at twice at most, the first time perhaps only to clear its mark.
        for (int i = 2 * ring.size(); i > 0; i--) {
            HostFile candidate = ring.remove();
            if (candidate != spared && !candidate.wasUsed() && candidate.suspend()) return true;
            ring.add(candidate);
        }
        return false;
    }

    /** To be called when a file gives its descriptor up for good. */
    void closed(HostFile file) {
        ring.remove(file);
    }
}
