package dev.pglitej.internal.kernel.vfs.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pglitej.internal.kernel.Errno;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class HostErrorsTest {
    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(new NoSuchFileException("f"), Errno.ENOENT),
                arguments(new FileAlreadyExistsException("f"), Errno.EEXIST),
                arguments(new DirectoryNotEmptyException("f"), Errno.ENOTEMPTY),
                arguments(new AccessDeniedException("f"), Errno.EACCES),
                arguments(new NotDirectoryException("f"), Errno.ENOTDIR),
                arguments(new NotLinkException("f"), Errno.EINVAL),
                arguments(new FileSystemLoopException("f"), Errno.ELOOP),
                arguments(new AtomicMoveNotSupportedException("f", "g", "another device"), Errno.EXDEV),
                arguments(new FileSystemException("f", null, "Read-only file system"), Errno.EROFS),
                arguments(new FileSystemException("f", null, "Too many levels of symbolic links or so"), Errno.ELOOP),
                arguments(new FileSystemException("f"), Errno.EIO),
                arguments(new IOException("No space left on device"), Errno.ENOSPC),
                arguments(new IOException("Kein Platz mehr"), Errno.EIO),
                arguments(new IOException(), Errno.EIO));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whatTheHostThrowsHasTheNumberThatPosixGivesIt(IOException thrown, Errno errno) {
        assertThat(HostErrors.failure(thrown).errno()).isEqualTo(errno);
    }

    @Test
    void theNumberOfWhatADirectorysIteratorWrappedIsTheSame() {
        DirectoryIteratorException thrown =
                new DirectoryIteratorException(new FileSystemException("d", null, "Input/output error"));

        assertThat(HostErrors.failure(thrown).errno()).isEqualTo(Errno.EIO);
        assertThat(HostErrors.failure(new DirectoryIteratorException(new AccessDeniedException("d")))
                        .errno())
                .isEqualTo(Errno.EACCES);
    }

    @Test
    void anErrorThatTheNumberDoesNotExplainKeepsItsCause() {
        IOException thrown = new IOException("Kein Platz mehr");

        assertThat(HostErrors.failure(thrown)).hasCause(thrown);
    }
}
