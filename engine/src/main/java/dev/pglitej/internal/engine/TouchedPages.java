package dev.pglitej.internal.engine;

import java.util.StringJoiner;
import java.util.StringTokenizer;

/**
 * The pages that a guest has touched, including its stack. Another guest of the same image that will do the same can get them all at once,
 * which costs much less than a fault for each. Pages that were only read from the image do not count. Immutable.
 */
public final class TouchedPages {
    private static final int PAGE = 4096;

    /** No pages. */
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
        StringTokenizer pages = new StringTokenizer(text);
        long[] numbers = new long[pages.countTokens()];
        boolean isPossible = numbers.length % 2 == 1;
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Math.multiplyExact(Long.parseLong(pages.nextToken()), PAGE);
            isPossible &= numbers[i] >= 0;
        }
        if (!isPossible) throw new IllegalArgumentException("\"" + text + "\" names no touched pages");
        return new TouchedPages(numbers);
    }

    long[] numbers() {
        return numbers;
    }

    public boolean isEmpty() {
        return bytes() == 0;
    }

    /** The size of these pages. */
    public long bytes() {
        long bytes = numbers[0];
        for (int i = 1; i < numbers.length; i += 2) bytes += numbers[i + 1] - numbers[i];
        return bytes;
    }

    /** Numbers of pages, for {@link #parse}. */
    @Override
    public String toString() {
        StringJoiner pages = new StringJoiner(" ");
        for (long number : numbers) pages.add(Long.toString(number / PAGE));
        return pages.toString();
    }
}
