package dev.pglitej.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockedFileTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void begin() throws IOException {
        file = Files.createFile(directory.resolve("lock"));
    }

    /** Another JVM that says whether it could lock the file it is told, by this class and as the JDK does. */
    static final class Other {
        private Other() {}

        public static void main(String[] arguments) throws IOException {
            Path file = Path.of(arguments[0]);
            boolean ours = LockedFile.lock(file).isPresent();
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                System.out.println(ours + " " + (ours || channel.tryLock() != null));
            }
        }
    }

    private String answerOfAnotherProcess() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return answer.strip();
    }

    @Test
    void itStaysLockedWhenThisProcessOpensAndClosesItAgain() throws Exception {
        try (LockedFile lock = LockedFile.lock(file).orElseThrow()) {
            assertThat(lock).isNotNull();
            Files.writeString(file, "text");
            assertThat(Files.readString(file)).isEqualTo("text");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                assertThat(channel.size()).isEqualTo(4);
            }
            assertThat(LockedFile.lock(file)).isEmpty();

            assertThat(answerOfAnotherProcess()).isEqualTo("false false");
        }
        assertThat(answerOfAnotherProcess()).isEqualTo("true true");
    }

    @Test
    void onceUnlockedItMayBeLockedAgain() {
        LockedFile first = LockedFile.lock(file).orElseThrow();
        first.close();
        Optional<LockedFile> second = LockedFile.lock(file);
        first.close();

        assertThat(second).isPresent();
        assertThat(LockedFile.lock(file)).isEmpty();
        second.orElseThrow().close();
    }

    @Test
    void whatTheSystemRefusesIsSaid() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);

        assertThatThrownBy(() -> LockedFile.lock(directory.resolve("missing")))
                .isInstanceOf(EngineException.class)
                .hasMessage("cannot lock the file: No such file or directory");
        assertThatThrownBy(() -> LockedFile.lock(link)).isInstanceOf(EngineException.class);
    }
}
