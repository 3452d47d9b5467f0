package dev.pglitej.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Pieces of tests that a page of documentation shows, so that what it shows compiles and does what it says. */
final class Examples {
    private static final String BEGIN = "// shown from here";
    private static final String END = "// to here";

    private Examples() {}

    /** Expects the lines between the two comments in a method to be on a page, which is named from the project's directory. */
    static void assertShown(String page, Class<?> test, String method) throws IOException {
        String source = Files.readString(Path.of("src/test/java/dev/pglitej/jdbc", test.getSimpleName() + ".java"));
        int begin = source.indexOf(BEGIN, source.indexOf("void " + method + "(")) + BEGIN.length() + 1;
        String example = source.substring(begin, source.indexOf(END, begin))
                .lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.substring(8))
                .collect(Collectors.joining("\n"));

        assertThat(Files.readString(Path.of("..").resolve(page))).contains("```java\n" + example + "\n```");
    }
}
