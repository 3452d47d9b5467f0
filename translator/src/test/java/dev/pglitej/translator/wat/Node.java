package dev.pglitej.translator.wat;

import java.util.ArrayList;
import java.util.List;

/** What WebAssembly's text format is made of: words, strings and lists in parentheses. */
sealed interface Node {
    record Word(String text) implements Node {}

    /** A string's contents; each char is a byte. */
    record Text(String bytes) implements Node {}

    record Nodes(List<Node> nodes) implements Node {
        /** Whether this begins with the word. */
        boolean is(String head) {
            return !nodes.isEmpty() && nodes.get(0).equals(new Word(head));
        }
    }

    /** Parses a text that is one list. */
    static Nodes parse(String text) {
        return (Nodes) new Parser(text).next();
    }

    /** Reads node by node. */
    final class Parser {
        private final String text;
        private int position;

        Parser(String text) {
            this.text = text;
        }

        private Node next() {
            skipBlanks();
            return switch (text.charAt(position)) {
                case '(' -> list();
                case '"' -> string();
                default -> word();
            };
        }

        private void skipBlanks() {
            while (true) {
                if (Character.isWhitespace(text.charAt(position))) {
                    position++;
                } else if (text.startsWith(";;", position)) {
                    position = text.indexOf('\n', position);
                } else {
                    return;
                }
            }
        }

        private Nodes list() {
            position++;
            List<Node> nodes = new ArrayList<>();
            skipBlanks();
            while (text.charAt(position) != ')') {
                nodes.add(next());
                skipBlanks();
            }
            position++;
            return new Nodes(nodes);
        }

        private Text string() {
            StringBuilder bytes = new StringBuilder();
            for (position++; text.charAt(position) != '"'; position++) {
                if (text.charAt(position) == '\\') {
                    bytes.append((char) Integer.parseInt(text.substring(position + 1, position + 3), 16));
                    position += 2;
                } else {
                    bytes.append(text.charAt(position));
                }
            }
            position++;
            return new Text(bytes.toString());
        }

        private Word word() {
            int start = position;
            while (" \t\n()\"".indexOf(text.charAt(position)) < 0) position++;
            return new Word(text.substring(start, position));
        }
    }
}
