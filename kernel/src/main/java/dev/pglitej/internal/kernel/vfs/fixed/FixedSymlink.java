package dev.pglitej.internal.kernel.vfs.fixed;

import dev.pglitej.internal.kernel.vfs.Symlink;
import java.nio.charset.StandardCharsets;

/** A symbolic link that never changes. Immutable. */
final class FixedSymlink extends FixedInode implements Symlink {

    private static final int SYMLINK_PERMISSIONS = 0777;

    private final String target;

    FixedSymlink(FixedFileSystem.Owner owner, long number, String target) {
        super(owner, number, SYMLINK_PERMISSIONS);
        this.target = target;
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    long size() {
        return target.getBytes(StandardCharsets.UTF_8).length;
    }
}
