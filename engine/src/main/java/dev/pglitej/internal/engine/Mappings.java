package dev.pglitej.internal.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FileInputStream;
import java.io.IOException;

/**
 * How many memory mappings this process may still make. Thread-safe.
 *
 * <p>Linux allows a process so many (vm.max_map_count), and a JVM that gets no further one for its heap, its code or a thread's stack dies.
 * So what takes many says so before, and is refused while some thousands are left. Counting those that there are takes a millisecond for
 * some thousands, so it is done when as many as were left at the last count may have been made since.
 */
final class Mappings {
    /** A guest's at most: memory, stack and what it has of images and of shared memory, and the stacks of the thread that runs it. */
    static final int OF_A_GUEST = 40;

    /** What a JVM of any size has room for, so that a small one never counts. */
    private static final int WITHOUT_COUNTING = 4096;

    private static final int PART_FOR_THE_JVM = 16;
    private static final int BUFFER = 65536;
    private static final String ALLOWED = "/proc/sys/vm/max_map_count";
    private static final String PRESENT = "/proc/self/maps";

    /** How many the process is taken to be allowed, where that is less than Linux says. */
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
     * To be called before so many are made.
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
        // In one piece: such a file has nothing more to say to who reads on.
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
            // What cannot be counted is not counted on.
            return lines;
        }
        return lines;
    }
}
