package dev.pglitej.internal.kernel.vfs.memory;

import dev.pglitej.internal.kernel.vfs.FileType;

/** What a file may take of the space that is left, by its place. A write that needs no space beyond what a file has never fails. */
public enum Claim {
    /** All but the reserve. */
    ORDINARY,
    /** The reserve too. */
    RESERVED,
    /** It is never refused for want of space, and counts all the same: others are refused earlier. */
    UNREFUSED;

    /** Says which file has which claim. Thread-safe. */
    public interface Rule {
        /** The same for all. */
        Rule NONE = (ofDirectory, name, type) -> ofDirectory;

        /** Of what has that name in a directory that has that claim; the root's own is {@link #ORDINARY}. */
        Claim of(Claim ofDirectory, String name, FileType type);
    }
}
