package dev.pglitej.internal.kernel;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that is made when it is first asked for. Thread-safe.
 *
 * <p>Not an initializer of a class, whose failure the JVM reports as an error without a message, and the second time without the reason:
 * what cannot be made here fails whoever asks with the reason, and the next one tries again.
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
