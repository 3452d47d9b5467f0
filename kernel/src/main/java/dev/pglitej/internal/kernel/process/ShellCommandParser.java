package dev.pglitej.internal.kernel.process;

import dev.pglitej.internal.kernel.process.ShellCommand.Redirection;
import dev.pglitej.internal.kernel.process.ShellCommand.SyntaxException;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import java.util.ArrayList;
import java.util.List;

/** Reads one command line from left to right. Confined to the call that needs it. */
final class ShellCommandParser {

    private static final String BLANKS = " \t\n";
    private static final String ENDS_WORD = BLANKS + "<>";
    private static final String REFUSED = "|&;()$`*?[#~{}!";
    /** What a backslash takes the meaning from between double quotes. */
    private static final String QUOTED_ESCAPES = "$`\"\\\n";

    private final String text;
    private final List<String> words = new ArrayList<>();
    private final List<Redirection> redirections = new ArrayList<>();
    private int at;

    ShellCommandParser(String text) {
        this.text = text;
    }

    ShellCommand parse() throws SyntaxException {
        skipBlanks();
        while (at < text.length()) {
            if (isRedirection()) {
                redirections.add(redirection());
            } else {
                words.add(word());
            }
            skipBlanks();
        }
        if (words.isEmpty()) throw new SyntaxException("no command in '" + text + "'");
        return new ShellCommand(words, redirections);
    }

    private void skipBlanks() {
        while (at < text.length() && BLANKS.indexOf(text.charAt(at)) >= 0) at++;
    }

    private boolean isRedirection() {
        int operator = Character.isDigit(text.charAt(at)) ? at + 1 : at;
        return operator < text.length() && (text.charAt(operator) == '<' || text.charAt(operator) == '>');
    }

    private Redirection redirection() throws SyntaxException {
        int explicit = Character.isDigit(text.charAt(at)) ? text.charAt(at++) - '0' : -1;
        boolean input = text.charAt(at++) == '<';
        int descriptor = explicit >= 0 ? explicit : input ? 0 : 1;
        if (take('&')) return new Redirection.ToDescriptor(descriptor, descriptorNumber());
        int flags = input ? OpenFlags.O_RDONLY : OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC;
        if (!input && take('>')) flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_APPEND;
        skipBlanks();
        if (at == text.length() || isRedirection()) {
            throw new SyntaxException("no file name after a redirection in '" + text + "'");
        }
        return new Redirection.ToFile(descriptor, word(), flags);
    }

    private boolean take(char expected) {
        if (at < text.length() && text.charAt(at) == expected) {
            at++;
            return true;
        }
        return false;
    }

    private int descriptorNumber() throws SyntaxException {
        if (at == text.length() || !Character.isDigit(text.charAt(at))) {
            throw new SyntaxException("no descriptor after '&' of a redirection in '" + text + "'");
        }
        return text.charAt(at++) - '0';
    }

    private String word() throws SyntaxException {
        StringBuilder word = new StringBuilder();
        while (at < text.length() && ENDS_WORD.indexOf(text.charAt(at)) < 0) {
            char next = text.charAt(at++);
            switch (next) {
                case '"' -> doubleQuoted(word);
                case '\'' -> singleQuoted(word);
                case '\\' -> word.append(at < text.length() ? text.charAt(at++) : '\\');
                default -> plain(next, word);
            }
        }
        return word.toString();
    }

    private void plain(char next, StringBuilder word) throws SyntaxException {
        if (REFUSED.indexOf(next) >= 0) {
            throw new SyntaxException("'" + next + "' is not supported outside quotes, in '" + text + "'");
        }
        word.append(next);
    }

    private void singleQuoted(StringBuilder word) throws SyntaxException {
        int end = text.indexOf('\'', at);
        if (end < 0) throw unterminated();
        word.append(text, at, end);
        at = end + 1;
    }

    private void doubleQuoted(StringBuilder word) throws SyntaxException {
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next == '"') return;
            if (next == '$' || next == '`') {
                throw new SyntaxException("'" + next + "' is not supported between double quotes, in '" + text + "'");
            }
            boolean escape = next == '\\' && at < text.length() && QUOTED_ESCAPES.indexOf(text.charAt(at)) >= 0;
            word.append(escape ? text.charAt(at++) : next);
        }
        throw unterminated();
    }

    private SyntaxException unterminated() {
        return new SyntaxException("unterminated quote in '" + text + "'");
    }
}
