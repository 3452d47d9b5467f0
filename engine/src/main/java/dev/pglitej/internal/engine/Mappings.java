package dev.pglitej.internal.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many memory mappings this process may still make. Thread-safe.
 *
 * <p>Linux limits the mappings of a process (vm.max_map_count). A JVM that gets no mapping for its heap, its code or a thread's stack dies.
 * So code that needs many mappings asks first, and is refused while some thousands are left. Counting takes a millisecond for some
 * thousands of mappings, and much more near the limit, so they are counted when as many may have been made as were left at the last
 * count. A count that leads to a refusal holds for a while, or until a guest's memory is freed: each database that waits for mappings asks
 * again and again, and counting makes the page faults of all threads wait.
 */
// RATIONALE: "Why are 40 mappings expected of a guest?"
final class Mappings {
    /** The most that a guest has: memory, stack, parts of images and of shared memory, and the stacks of the thread that runs it. */
    static final int OF_A_GUEST = 40;

    /** Below this number nothing is counted, because every JVM has room for it. */
    private static final int WITHOUT_COUNTING = 4096;

    private static final int PART_FOR_THE_JVM = 16;

    /** A refusal holds for so many times the duration of its count, so that counting takes at most a hundredth of the time. */
    private static final int GOOD_FOR = 100;

    private static final int BUFFER = 65536;
    private static final String ALLOWED = "/proc/sys/vm/max_map_count";
    private static final String PRESENT = "/proc/self/maps";

    /** A limit to use instead of Linux's, if it is lower. */
    private static final String PROPERTY = "pglitej.mappings";

    private static final Mappings OF_THIS_PROCESS = new Mappings(
            Integer.getInteger(PROPERTY, Integer.MAX_VALUE),
            Integer.getInteger(PROPERTY) == null ? WITHOUT_COUNTING : 0,
            Mappings::present,
            System::nanoTime);

    private final int most;
    private final IntSupplier counter;
    private final LongSupplier clock;

    /** Set by a thread that has freed some, perhaps while another one counts. */
    private volatile boolean freed;

    @GuardedBy("this")
    private int left;

    /** The count that led to the last refusal, if none has shown since that there are more. */
    @GuardedBy("this")
    private @Nullable Count refusal;

    private record Count(int present, int allowed, long countedAt, long goodForNanos) {}

    /**
     * @param most a limit to use instead of the system's, if it is lower
     * @param left how many may be made before the first count
     * @param counter counts those that this process has
     * @param clock as {@link System#nanoTime}
     */
    Mappings(int most, int left, IntSupplier counter, LongSupplier clock) {
        this.most = most;
        this.left = left;
        this.counter = counter;
        this.clock = clock;
    }

    /**
     * Call it before making so many mappings.
     *
     * @throws ExhaustedException if the JVM might be in danger afterwards
     */
    static void expect(int count) {
        OF_THIS_PROCESS.take(count);
    }

    /** Call it when a guest's memory, or shared memory, has been freed. */
    static void haveBeenFreed() {
        OF_THIS_PROCESS.free();
    }

    void free() {
        freed = true;
    }

    synchronized void take(int count) {
        if (left < count) checkForMore(count);
        left -= count;
    }

    @GuardedBy("this")
    private void checkForMore(int count) {
        Count last = refusal;
        Count now = last != null && isValid(last) ? last : count();
        refusal = left < count ? now : null;
        if (left >= count) return;
        throw new ExhaustedException(
                ("this JVM has %d memory mappings of the %d that the system allows it, and needs the"
                                + " others itself; close databases or sessions, or raise vm.max_map_count"
                                + " (sysctl -w vm.max_map_count=262144)")
                        .formatted(now.present, now.allowed));
    }

    private boolean isValid(Count count) {
        return !freed && clock.getAsLong() - count.countedAt < count.goodForNanos;
    }

    @GuardedBy("this")
    private Count count() {
        // Before counting: what is freed meanwhile may be in the count.
        freed = false;
        long start = clock.getAsLong();
        int allowed = Math.min(most, allowed());
        int present = counter.getAsInt();
        left = allowed - allowed / PART_FOR_THE_JVM - present;
        long end = clock.getAsLong();
        return new Count(present, allowed, end, GOOD_FOR * (end - start));
    }

    private static int allowed() {
        // In one read, because such a file returns nothing to a second one.
        byte[] digits = new byte[Byte.MAX_VALUE];
        try (FileInputStream limit = new FileInputStream(ALLOWED)) {
            int length = limit.read(digits);
            return Integer.parseInt(new String(digits, 0, Math.max(0, length), US_ASCII).strip());
        } catch (IOException | NumberFormatException e) {
            // Another system, with limits of its own kind.
            return Integer.MAX_VALUE;
        }
    }

    static int present() {
        byte[] buffer = new byte[BUFFER];
        int lines = 0;
        try (FileInputStream maps = new FileInputStream(PRESENT)) {
            for (int count = maps.read(buffer); count > 0; count = maps.read(buffer)) {
                for (int i = 0; i < count; i++) {
                    if (buffer[i] == '\n') lines++;
                }
            }
        } catch (IOException e) {
            // Without a count there is no limit to check.
            return lines;
        }
        return lines;
    }
}
