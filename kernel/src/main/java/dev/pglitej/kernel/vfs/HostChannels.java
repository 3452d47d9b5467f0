package dev.pglitej.kernel.vfs;

import java.util.ArrayDeque;

/**
 * The files of a host file system that have a descriptor of the host's, so that there are not too many. Confined to the file
 * system's lock.
 *
 * <p>Who asks for one more than the limit takes it from a file that has not been used lately (second chance: a ring of files, and a
 * mark on each that its use sets and passing by clears). That file opens itself again when it is next used. Files without a name
 * could not, so they keep theirs.
 */
final class HostChannels {

    private final int limit;
    private final ArrayDeque<HostFile> ring = new ArrayDeque<>();

    HostChannels(int limit) {
        this.limit = limit;
    }

    /** To be called when a file has got a descriptor. */
    void opened(HostFile file) {
        ring.add(file);
        // Each of the others is looked at twice at most, the first time perhaps only to clear its mark.
        for (int i = 2 * ring.size(); ring.size() > limit && i > 0; i--) {
            HostFile candidate = ring.remove();
            if (candidate == file || candidate.wasUsed() || !candidate.suspend()) {
                ring.add(candidate);
            }
        }
    }

    /** To be called when a file gives its descriptor up for good. */
    void closed(HostFile file) {
        ring.remove(file);
    }
}
