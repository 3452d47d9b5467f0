package dev.pglitej.natives.artifact;

import dev.pglitej.natives.tools.BuildException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What lies where in a package of files as Emscripten's file packager makes one: one blob of bytes, and a table in the
 * JavaScript beside it. Immutable.
 */
public record FileTable(List<Entry> entries) {
    // Minifiers drop the quotes of keys, change those of strings, and write 1000 as 1e3.
    private static final Pattern ENTRY =
            Pattern.compile("\\{\\s*['\"]?filename['\"]?\\s*:\\s*(['\"])([^'\"\\\\]+)\\1\\s*,"
                    + "\\s*['\"]?start['\"]?\\s*:\\s*([0-9][0-9.eE+]*)\\s*,"
                    + "\\s*['\"]?end['\"]?\\s*:\\s*([0-9][0-9.eE+]*)\\s*[,}]");
    private static final Pattern ANY_ENTRY = Pattern.compile("filename['\"]?\\s*:\\s*['\"]");

    /** A file: its absolute path, and where its bytes begin and end in the blob. */
    public record Entry(String path, int start, int end) {
        public int size() {
            return end - start;
        }

        public String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    public FileTable(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * Reads the table out of the JavaScript.
     *
     * @param blobSize the size of the blob, which the files have to fill exactly
     */
    public static FileTable parse(String javaScript, long blobSize) {
        List<Entry> entries = new ArrayList<>();
        Matcher matcher = ENTRY.matcher(javaScript);
        while (matcher.find()) {
            entries.add(new Entry(matcher.group(2), number(matcher.group(3)), number(matcher.group(4))));
        }
        long expected = ANY_ENTRY.matcher(javaScript).results().count();
        if (entries.isEmpty() || entries.size() != expected) {
            throw new BuildException("the table of files in the package's JavaScript cannot be read: " + entries.size()
                    + " of its " + expected + " entries have the form {filename:\"...\",start:N,end:N}");
        }
        checkThatTheyFill(entries, blobSize);
        return new FileTable(entries);
    }

    private static int number(String text) {
        try {
            return new BigDecimal(text).intValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new BuildException(
                    "the table of files in the package's JavaScript has the offset " + text
                            + ", which is not a whole number",
                    e);
        }
    }

    private static void checkThatTheyFill(List<Entry> entries, long blobSize) {
        int position = 0;
        Set<String> paths = new HashSet<>();
        for (Entry entry : entries) {
            if (entry.start() != position || entry.end() < entry.start()) {
                throw new BuildException("the table of files is broken: " + entry.path() + " spans " + entry.start()
                        + ".." + entry.end() + ", but the file before it ends at " + position);
            }
            if (!entry.path().startsWith("/") || !paths.add(entry.path())) {
                throw new BuildException(
                        "the table of files is broken: " + entry.path() + " is not absolute, or occurs twice");
            }
            position = entry.end();
        }
        if (position != blobSize) {
            throw new BuildException("the table of files is broken: its files end at " + position
                    + ", but the blob has " + blobSize + " bytes");
        }
    }
}
