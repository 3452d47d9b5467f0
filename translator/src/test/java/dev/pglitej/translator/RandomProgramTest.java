package dev.pglitej.translator;

import dev.pglitej.translator.run.Call;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares random programs with the interpreter: results, traps, and what they leave behind. */
final class RandomProgramTest {
    private static final int FUNCTIONS = 60;
    private static final int CALLS = 6;

    @TempDir
    private Path directory;

    /** Some that are always the same, and one that is new each time; the name of a failing test tells it. */
    static LongStream seeds() {
        return LongStream.of(1, 2, 3, new Random().nextInt(Integer.MAX_VALUE));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aProgramDoesWhatTheInterpreterDoes(long seed) {
        Random random = new Random(~seed);
        List<Call> calls = new ArrayList<>();
        for (int function = 0; function < FUNCTIONS; function++) {
            for (int i = 0; i < CALLS; i++) {
                calls.add(Call.of(
                        "f" + function,
                        (random.nextBoolean() ? random.nextInt() : random.nextInt(5)) & 0xffffffffL,
                        random.nextBoolean() ? random.nextLong() : random.nextInt(5),
                        Call.bits(random.nextInt(200) / 8f - 12),
                        Call.bits(random.nextGaussian() * 100)));
                calls.add(Call.of("state"));
            }
        }

        Comparison.assertSame(RandomProgram.write(seed, FUNCTIONS), directory, calls);
    }
}
