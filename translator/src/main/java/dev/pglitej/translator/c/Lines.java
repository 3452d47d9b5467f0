package dev.pglitej.translator.c;

/** Text under construction, indented by two blanks a level. */
final class Lines {
    private final StringBuilder text = new StringBuilder();
    private int level;

    /** One line; an empty one is not indented. */
    Lines add(String line) {
        if (!line.isEmpty()) text.append("  ".repeat(level)).append(line);
        text.append('\n');
        return this;
    }

    Lines indent() {
        level++;
        return this;
    }

    Lines outdent() {
        level--;
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
