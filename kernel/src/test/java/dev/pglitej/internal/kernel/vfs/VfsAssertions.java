package dev.pglitej.internal.kernel.vfs;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.ErrnoException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What tests of file systems assert again and again. */
public final class VfsAssertions {

    private VfsAssertions() {}

    public static void assertFailsWith(Errno errno, ThrowingCallable call) {
        assertThatExceptionOfType(ErrnoException.class)
                .isThrownBy(call)
                .extracting(ErrnoException::errno)
                .isEqualTo(errno);
    }
}
