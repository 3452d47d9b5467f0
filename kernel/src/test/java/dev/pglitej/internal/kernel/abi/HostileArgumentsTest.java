package dev.pglitej.internal.kernel.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.pglitej.internal.kernel.time.SystemClock;
import dev.pglitej.internal.kernel.vfs.FileSystem;
import dev.pglitej.internal.kernel.vfs.host.HostFileSystem;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import dev.pglitej.internal.kernel.vfs.memory.MemoryFileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every system call with arguments that make no sense, of which none may throw at the guest. */
final class HostileArgumentsTest {
    private static final int ROUNDS = 400;
    private static final int ARGUMENTS = 8;
    private static final int LARGEST_ERROR = 4095;
    private static final int SIZE_LIMIT = 4 << 20;

    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0x40;

    /** They end the process, which is what they are for, or call what the guest says. */
    private static final Set<SystemCall> ENDING = EnumSet.of(
            SystemCall.EXIT,
            SystemCall.EXIT_NOW,
            SystemCall.ABORT,
            SystemCall.ASSERT_FAIL,
            SystemCall.CALL_SIGNAL_HANDLER);

    /** Which would fill a real disk, as they are asked to. */
    private static final Set<SystemCall> GREEDY =
            EnumSet.of(SystemCall.FALLOCATE, SystemCall.FTRUNCATE, SystemCall.TRUNCATE, SystemCall.PWRITE);

    private static final long[] NUMBERS = {
        0, 1, 2, 3, 4, 5, 7, 255, 4096, -1, -2, -100, 1000, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x200, 0x1000
    };
    private static final long[] LARGE = {
        Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32, (1L << 40) + 1, Double.doubleToRawLongBits(Double.NaN), -1L << 20
    };

    @TempDir
    private Path directory;

    static Stream<SystemCall> calls() {
        return Stream.of(SystemCall.values()).filter(call -> !ENDING.contains(call));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void inMemoryNothingIsThrownAtTheGuest(SystemCall call) {
        attack(call, new MemoryFileSystem(SystemClock.INSTANCE, Capacity.of(SIZE_LIMIT)));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void onDiskNothingIsThrownAtTheGuest(SystemCall call) throws IOException {
        if (GREEDY.contains(call)) return;

        attack(call, HostFileSystem.open(directory));
    }

    private static void attack(SystemCall call, FileSystem files) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Machine machine = new Machine(Map.of("PATH", "/bin"), files);
        machine.exports.add("__dl_seterr", arguments -> 0);
        long[] pool = pool(machine);
        for (int round = 0; round < ROUNDS; round++) {
            long[] arguments = arguments(call, random, pool);
            try {
                check(call, machine.callLong(call.importName(), arguments));
            } catch (Throwable thrown) {
                fail(call + " threw with arguments " + Arrays.toString(arguments) + ", seed " + seed, thrown);
            }
        }
    }

    private static long[] arguments(SystemCall call, Random random, long[] pool) {
        long[] arguments = new long[ARGUMENTS];
        for (int i = 0; i < ARGUMENTS; i++) arguments[i] = pool[random.nextInt(pool.length)];
        // Which waits as long as it is told to.
        if (call == SystemCall.POLL) arguments[2] = 0;
        return arguments;
    }

    private static void check(SystemCall call, long result) {
        if (call.failure() == SystemCall.Failure.POSITIVE) {
            assertThat((int) result).isBetween(0, LARGEST_ERROR);
        } else if (call.failure() == SystemCall.Failure.NEGATIVE) {
            assertThat((int) result).isGreaterThanOrEqualTo(-LARGEST_ERROR);
        }
    }

    /** Numbers, pointers to nowhere, and pointers to odd paths and vectors. Descriptors 3 and 4 are a file and a directory. */
    private static long[] pool(Machine machine) {
        int file = machine.open("/file", O_CREAT | O_RDWR);
        int root = machine.open("/", 0);
        int[] paths = Stream.of(
                        "",
                        "/",
                        ".",
                        "..",
                        "//..//.",
                        "/file",
                        "/file/",
                        "/file/x",
                        "a/b",
                        "new\n",
                        "/missing/x",
                        "x".repeat(300),
                        "d/".repeat(2000),
                        "y".repeat(5000),
                        "*?<>|:\"\\",
                        "/proc/self/fd/999999999",
                        "/dev/fd/3",
                        "\ud83d\ude00")
                .mapToInt(machine::text)
                .toArray();
        int malformed = machine.text("....");
        machine.memory.put(malformed, new byte[] {(byte) 0xff, (byte) 0xfe, (byte) 0x80}, 0, 3);
        int[] pointers = {
            malformed,
            machine.vector(4096, -1, Machine.BAD_ADDRESS, 8, 4096, 10),
            machine.vector(4096, Integer.MAX_VALUE, 4096, Integer.MAX_VALUE),
            machine.vector(4096, 5, 0, 0),
            Machine.BAD_ADDRESS,
            Machine.BAD_ADDRESS - 1,
            Machine.BAD_ADDRESS - 4,
            -4
        };
        return Stream.of(
                        Arrays.stream(NUMBERS),
                        Arrays.stream(LARGE),
                        Arrays.stream(paths).asLongStream(),
                        Arrays.stream(pointers).asLongStream(),
                        LongStream.of(file, root, file, root))
                .flatMapToLong(numbers -> numbers)
                .toArray();
    }
}
