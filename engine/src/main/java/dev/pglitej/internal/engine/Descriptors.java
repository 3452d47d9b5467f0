package dev.pglitej.internal.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * How many files this process may still open. Thread-safe.
 *
 * <p>The system limits the descriptors of a process (ulimit -n). A JVM without a free one cannot load the classes that it needs to report
 * that, or to close anything. So code that needs many descriptors asks first, and is refused while some are left. Counting the open ones
 * takes half a millisecond for a thousand. So they are counted when as many may have been taken as were left at the last count, and from
 * time to time, because the rest of the application takes some too.
 */
// RATIONALE: "What keeps a process from running out of file descriptors?"
public final class Descriptors {
    /** The part of the limit that is kept for the JVM and the rest of the application, with a minimum and a maximum. */
    private static final int PART_FOR_THE_JVM = 16;

    private static final int LEAST_FOR_THE_JVM = 32;
    private static final int MOST_FOR_THE_JVM = 1024;

    /** A count is valid for so many times its own duration, so that counting takes at most a hundredth of the time. */
    private static final int GOOD_FOR = 100;

    private static final int BUFFER = 4096;
    private static final String LIMITS = "/proc/self/limits";
    private static final String LIMIT = "Max open files";
    private static final File PRESENT = new File("/proc/self/fd");

    private static final Descriptors OF_THIS_PROCESS = new Descriptors(Integer.MAX_VALUE);

    private final int most;

    @GuardedBy("this")
    private int left;

    /** The limit of the system. It is read once, because reading it takes a descriptor. */
    @GuardedBy("this")
    private int allowed;

    @GuardedBy("this")
    private boolean canCount;

    @GuardedBy("this")
    private long countedAt;

    @GuardedBy("this")
    private long goodForNanos;

    /** @param most a limit to use instead of the system's, if it is lower */
    Descriptors(int most) {
        this.most = most;
    }

    /**
     * Call it before taking so many descriptors.
     *
     * @throws ExhaustedException if the JVM might be in danger afterwards
     */
    public static void expect(int count) {
        OF_THIS_PROCESS.take(count);
    }

    /** The same for callers that can give up another descriptor instead: returns whether so many more may be taken. */
    public static boolean allow(int count) {
        return OF_THIS_PROCESS.tryTake(count) == null;
    }

    void take(int count) {
        Count tooMany = tryTake(count);
        if (tooMany == null) return;
        throw new ExhaustedException(
                ("this JVM has %d file descriptors of the %d that the system allows it, and needs the others itself;"
                                + " close databases or files, or allow this process more (ulimit -n)")
                        .formatted(tooMany.present, tooMany.allowed));
    }

    /** The count if too few are left; null if that many have been taken. */
    private synchronized @Nullable Count tryTake(int count) {
        if (left < count || System.nanoTime() - countedAt > goodForNanos) {
            Count now = count();
            left = now.allowed - kept(now.allowed) - now.present;
            if (left < count) return now;
        }
        left -= count;
        return null;
    }

    @GuardedBy("this")
    private Count count() {
        long start = System.nanoTime();
        String[] names = PRESENT.list();
        if (allowed == 0) allowed = Math.min(most, allowed());
        // Counting worked before, so it fails now only because no descriptor is left.
        int present = names != null ? names.length - 1 : canCount ? allowed : 0;
        canCount |= names != null;
        Count now = new Count(present, allowed);
        countedAt = System.nanoTime();
        goodForNanos = GOOD_FOR * (countedAt - start);
        return now;
    }

    private record Count(int present, int allowed) {}

    private static int kept(int allowed) {
        return Math.min(MOST_FOR_THE_JVM, Math.max(LEAST_FOR_THE_JVM, allowed / PART_FOR_THE_JVM));
    }

    private static int allowed() {
        // In one read, because such a file returns nothing to a second one.
        byte[] text = new byte[BUFFER];
        try (FileInputStream limits = new FileInputStream(LIMITS)) {
            int length = limits.read(text);
            return softLimit(new String(text, 0, Math.max(0, length), US_ASCII));
        } catch (IOException | NumberFormatException e) {
            // Another system, with limits of its own kind; or an unlimited number.
            return Integer.MAX_VALUE;
        }
    }

    private static int softLimit(String limits) {
        int start = limits.indexOf(LIMIT);
        if (start < 0) return Integer.MAX_VALUE;
        String rest = limits.substring(start + LIMIT.length()).stripLeading();
        return (int) Math.min(Integer.MAX_VALUE, Long.parseLong(rest.substring(0, rest.indexOf(' '))));
    }
}
