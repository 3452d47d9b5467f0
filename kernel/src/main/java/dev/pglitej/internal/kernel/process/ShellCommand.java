package dev.pglitej.internal.kernel.process;

import java.util.List;

/**
 * A command line in the little of the shell's language that there is here: words, quotes, and redirections. Immutable.
 *
 * <p>Pipelines, lists, variables, substitutions and patterns are refused rather than taken literally.
 *
 * @param words the command and its arguments, unquoted
 * @param redirections in the order in which they take effect
 */
record ShellCommand(List<String> words, List<Redirection> redirections) {

    /** Something to do to a descriptor before the command begins. */
    sealed interface Redirection {

        /** {@code <file}, {@code >file}, {@code >>file}, perhaps with a number in front. */
        record ToFile(int descriptor, String path, int openFlags) implements Redirection {}

        /** {@code 2>&1}. */
        record ToDescriptor(int descriptor, int source) implements Redirection {}
    }

    /** A command line that is not in the language; the message says why. */
    static final class SyntaxException extends Exception {
        private static final long serialVersionUID = 1L;

        SyntaxException(String message) {
            super(message, null, false, false);
        }
    }

    ShellCommand {
        words = List.copyOf(words);
        redirections = List.copyOf(redirections);
    }

    static ShellCommand parse(String text) throws SyntaxException {
        return new ShellCommandParser(text).parse();
    }
}
