package dev.pglitej.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README's example is {@code ItemRepositoryTest}, so it compiles and does what it says. */
final class ReadmeTest {
    @Test
    void theReadmeShowsTheExample() throws IOException {
        String source = Files.readString(Path.of("src/test/java/dev/pglitej/spring/shop/ItemRepositoryTest.java"));
        String example = source.substring(source.indexOf("@DataJpaTest\nclass")).strip();

        assertThat(Files.readString(Path.of("../README.md"))).contains("```java\n" + example + "\n```");
    }
}
