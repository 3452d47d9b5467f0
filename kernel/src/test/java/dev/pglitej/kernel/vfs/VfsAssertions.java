package dev.pglitej.kernel.vfs;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pglitej.kernel.Errno;
import dev.pglitej.kernel.ErrnoException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What tests of file systems assert again and again. */
final class VfsAssertions {

    private VfsAssertions() {}

    static void assertFailsWith(Errno errno, ThrowingCallable call) {
        assertThatExceptionOfType(ErrnoException.class)
                .isThrownBy(call)
                .extracting(ErrnoException::errno)
                .isEqualTo(errno);
    }
}
