package dev.pglitej.internal.kernel.vfs;

/** What an inode is, with the numbers that {@code st_mode} and {@code d_type} have for it. */
public enum FileType {
    FIFO(1),
    CHARACTER_DEVICE(2),
    DIRECTORY(4),
    BLOCK_DEVICE(6),
    REGULAR(8),
    SYMLINK(10),
    SOCKET(12);

    private static final int FORMAT_SHIFT = 12;

    private final int direntType;

    FileType(int direntType) {
        this.direntType = direntType;
    }

    /** The value of {@code d_type}. */
    public int direntType() {
        return direntType;
    }

    /** The {@code S_IFMT} bits of {@code st_mode}. */
    public int formatBits() {
        return direntType << FORMAT_SHIFT;
    }

    /** The type whose format bits {@code mode} carries. */
    public static FileType ofMode(int mode) {
        int wanted = (mode >>> FORMAT_SHIFT) & 017;
        for (FileType type : values()) {
            if (type.direntType == wanted) return type;
        }
        throw new IllegalArgumentException("mode 0%o has no known file type".formatted(mode));
    }
}
