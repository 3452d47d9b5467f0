package dev.pglitej.internal.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.internal.kernel.process.ShellCommand.Redirection.ToDescriptor;
import dev.pglitej.internal.kernel.process.ShellCommand.Redirection.ToFile;
import dev.pglitej.internal.kernel.process.ShellCommand.SyntaxException;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ShellCommandTest {

    private static final int CREATE = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC;

    @Test
    void quotesAndBackslashesKeepBlanksInWords() throws SyntaxException {
        ShellCommand line = ShellCommand.parse(" \"/a b/c\" -c  'x y'=\"z\\\"\\\\\\n\" d\\ e \"\" ");

        assertThat(line.words()).containsExactly("/a b/c", "-c", "x y=z\"\\\\n", "d e", "");
        assertThat(line.redirections()).isEmpty();
    }

    @Test
    void aCommandThatInitdbTriesSettingsWithIsUnderstood() throws SyntaxException {
        ShellCommand line = ShellCommand.parse("\"/pglite/bin/postgres\" --check -F -c log_checkpoints=false"
                + " -c max_connections=100 < \"/dev/null\" > \"/dev/null\" 2>&1");

        assertThat(line.words())
                .containsExactly(
                        "/pglite/bin/postgres",
                        "--check",
                        "-F",
                        "-c",
                        "log_checkpoints=false",
                        "-c",
                        "max_connections=100");
        assertThat(line.redirections())
                .containsExactly(
                        new ToFile(0, "/dev/null", OpenFlags.O_RDONLY),
                        new ToFile(1, "/dev/null", CREATE),
                        new ToDescriptor(2, 1));
    }

    @Test
    void redirectionsNeedNoBlanksAndMayNameADescriptor() throws SyntaxException {
        ShellCommand line = ShellCommand.parse("x template1 >/dev/null 2>>log <in");

        assertThat(line.words()).containsExactly("x", "template1");
        assertThat(line.redirections())
                .containsExactly(
                        new ToFile(1, "/dev/null", CREATE),
                        new ToFile(2, "log", OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_APPEND),
                        new ToFile(0, "in", OpenFlags.O_RDONLY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "> x",
                "a | b",
                "a & b",
                "a; b",
                "a $HOME",
                "a `b`",
                "a \"$b\"",
                "a *",
                "(a)",
                "a \"b",
                "a 'b",
                "a >",
                "a < > b",
                "a 2>&",
                "a 2>&x",
                "a #b",
                "~/a"
            })
    void whatIsNotSupportedIsRefusedRatherThanTakenLiterally(String text) {
        assertThatThrownBy(() -> ShellCommand.parse(text)).isInstanceOf(SyntaxException.class);
    }
}
