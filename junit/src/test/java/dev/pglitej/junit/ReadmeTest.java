package dev.pglitej.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's example is {@link CustomersTest}, so it compiles and does what it says. */
final class ReadmeTest {
    @Test
    void theReadmeShowsTheExample() throws IOException {
        String source = Files.readString(Path.of("src/test/java/dev/pglitej/junit/CustomersTest.java"));
        String example = source.substring(source.indexOf("@PGliteTest")).lines().collect(Collectors.joining("\n"));

        assertThat(Files.readString(Path.of("../README.md"))).contains("```java\n" + example + "\n```");
    }
}
