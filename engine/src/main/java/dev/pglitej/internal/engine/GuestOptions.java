package dev.pglitej.internal.engine;

/** Limits of one guest: linear memory (never more than its module allows), and the C stack it runs on. */
public record GuestOptions(long maxMemoryBytes, long stackBytes) {
    private static final long DEFAULT_STACK_BYTES = 64L << 20;
    private static final long SMALLEST_STACK_BYTES = 64L << 10;

    public GuestOptions {
        if (maxMemoryBytes < 0) {
            throw new IllegalArgumentException(
                    "maxMemoryBytes is %d, but must not be negative".formatted(maxMemoryBytes));
        }
        if (stackBytes < SMALLEST_STACK_BYTES) {
            throw new IllegalArgumentException(
                    "stackBytes is %d, but must be at least %d".formatted(stackBytes, SMALLEST_STACK_BYTES));
        }
    }

    /** As much memory as the module allows, and 64 MiB of stack, of which only what is touched is used. */
    public static GuestOptions defaults() {
        return new GuestOptions(4L << 30, DEFAULT_STACK_BYTES);
    }

    public GuestOptions withMaxMemoryBytes(long bytes) {
        return new GuestOptions(bytes, stackBytes);
    }

    public GuestOptions withStackBytes(long bytes) {
        return new GuestOptions(maxMemoryBytes, bytes);
    }
}
