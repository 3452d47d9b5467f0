package dev.pglitej.internal.kernel;

import org.jspecify.annotations.Nullable;

/**
 * A system call's failure on its way to the guest. Stackless and immutable: the one without a cause is shared by all throwers.
 *
 * <p>Thrown through {@link Errno#failure()}; only the dispatcher of system calls catches it.
 */
public final class ErrnoException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Errno errno;

    ErrnoException(Errno errno, @Nullable Throwable cause) {
        super(errno.name(), cause, false, false);
        this.errno = errno;
    }

    public Errno errno() {
        return errno;
    }
}
