package dev.pglitej.engine;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Which pages a guest has touched, its stack's included: another guest of the same image that is to do the same can have them all at once,
 * which costs much less than a fault for each. Pages that were only read from the image do not count. Immutable.
 */
public final class TouchedPages {
    private static final int PAGE = 4096;

    /** None: nothing is got in advance. */
    public static final TouchedPages NONE = new TouchedPages(new long[1]);

    /** Bytes of the stack, then from and to of each range of the guest's reservation. */
    private final long[] numbers;

    TouchedPages(long[] numbers) {
        this.numbers = numbers;
    }

    /**
     * What {@link #toString} gave.
     *
     * @throws IllegalArgumentException if it did not
     */
    public static TouchedPages parse(String text) {
        long[] numbers =
                Arrays.stream(text.split(" ")).mapToLong(TouchedPages::number).toArray();
        boolean isPossible = numbers.length % 2 == 1 && LongStream.of(numbers).allMatch(n -> n >= 0 && n % PAGE == 0);
        if (!isPossible) throw new IllegalArgumentException("\"" + text + "\" names no touched pages");
        return new TouchedPages(numbers);
    }

    private static long number(String text) {
        return Math.multiplyExact(Long.parseLong(text), PAGE);
    }

    long[] numbers() {
        return numbers;
    }

    public boolean isEmpty() {
        return bytes() == 0;
    }

    /** How much memory they are. */
    public long bytes() {
        long bytes = numbers[0];
        for (int i = 1; i < numbers.length; i += 2) {
            bytes += numbers[i + 1] - numbers[i];
        }
        return bytes;
    }

    /** Numbers of pages, for {@link #parse}. */
    @Override
    public String toString() {
        return LongStream.of(numbers).mapToObj(n -> Long.toString(n / PAGE)).collect(Collectors.joining(" "));
    }
}
