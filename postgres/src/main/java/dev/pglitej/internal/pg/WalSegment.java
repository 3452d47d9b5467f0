package dev.pglitej.internal.pg;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A segment of the write-ahead log, as its file's name tells (XLogFileName in xlog_internal.h). Immutable.
 *
 * @param high the upper half of its first byte's position
 * @param low how many segments come before it that have the same upper half
 */
public record WalSegment(long high, long low) {
    private static final String DIRECTORY = "pg_wal/";
    private static final Pattern PATH = Pattern.compile("pg_wal/[0-9A-F]{8}([0-9A-F]{8})([0-9A-F]{8})");
    private static final int HEXADECIMAL = 16;

    /** The segment whose file this is, if it is one's; a path within the data directory. */
    public static Optional<WalSegment> of(String path) {
        // Nearly all files that are opened are others.
        if (!path.startsWith(DIRECTORY)) return Optional.empty();
        Matcher matcher = PATH.matcher(path);
        return matcher.matches()
                ? Optional.of(new WalSegment(
                        Long.parseLong(matcher.group(1), HEXADECIMAL), Long.parseLong(matcher.group(2), HEXADECIMAL)))
                : Optional.empty();
    }

    /** How many segments of a size come before it. */
    public long number(long segmentBytes) {
        return high * ((1L << Integer.SIZE) / segmentBytes) + low;
    }
}
