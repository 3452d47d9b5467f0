package dev.pglitej.internal.kernel;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is made when it is first needed. Thread-safe.
 *
 * <p>A class initializer would not do: the JVM reports its failure as an error without a message, and the second time without the cause.
 * Here each caller gets the failure with its cause, and the next call tries again.
 */
public final class Once<T> {
    private final Supplier<T> maker;
    private final ReentrantLock making = new ReentrantLock();
    private volatile @Nullable T made;

    public Once(Supplier<T> maker) {
        this.maker = maker;
    }

    public T get() {
        T present = made;
        return present == null ? make() : present;
    }

    private T make() {
        making.lock();
        try {
            T present = made;
            if (present == null) {
                present = maker.get();
                made = present;
            }
            return present;
        } finally {
            making.unlock();
        }
    }
}
