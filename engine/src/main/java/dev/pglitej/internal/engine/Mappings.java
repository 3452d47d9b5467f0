package dev.pglitej.internal.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FileInputStream;
import java.io.IOException;

/**
 * How many memory mappings this process may still make. Thread-safe.
 *
 * <p>Linux limits the mappings of a process (vm.max_map_count). A JVM that gets no mapping for its heap, its code or a thread's stack dies.
 * So code that needs many mappings asks first, and is refused while some thousands are left. Counting takes a millisecond for some
 * thousands of mappings, so they are counted when as many may have been made as were left at the last count.
 */
// RATIONALE: "Why are 40 mappings expected of a guest?"
final class Mappings {
    /** The most that a guest has: memory, stack, parts of images and of shared memory, and the stacks of the thread that runs it. */
    static final int OF_A_GUEST = 40;

    /** Below this number nothing is counted, because every JVM has room for it. */
    private static final int WITHOUT_COUNTING = 4096;

    private static final int PART_FOR_THE_JVM = 16;
    private static final int BUFFER = 65536;
    private static final String ALLOWED = "/proc/sys/vm/max_map_count";
    private static final String PRESENT = "/proc/self/maps";

    /** A limit to use instead of Linux's, if it is lower. */
    private static final String PROPERTY = "pglitej.mappings";

    private static final Mappings OF_THIS_PROCESS = new Mappings(
            Integer.getInteger(PROPERTY, Integer.MAX_VALUE),
            Integer.getInteger(PROPERTY) == null ? WITHOUT_COUNTING : 0);

    private final int most;
    private int left;

    Mappings(int most, int left) {
        this.most = most;
        this.left = left;
    }

    /**
     * Call it before making so many mappings.
     *
     * @throws ExhaustedException if the JVM might be in danger afterwards
     */
    static void expect(int count) {
        OF_THIS_PROCESS.take(count);
    }

    synchronized void take(int count) {
        if (left < count) {
            int allowed = Math.min(most, allowed());
            int present = present();
            left = allowed - allowed / PART_FOR_THE_JVM - present;
            if (left < count) {
                throw new ExhaustedException(
                        ("this JVM has %d memory mappings of the %d that the system allows it, and needs the"
                                        + " others itself; close databases or sessions, or raise vm.max_map_count"
                                        + " (sysctl -w vm.max_map_count=262144)")
                                .formatted(present, allowed));
            }
        }
        left -= count;
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

    private static int present() {
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
