package dev.pglitej.engine.nativelib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibraryCacheTest {
    private static final Platform PLATFORM = new Platform("linux-x86_64");

    @TempDir
    private Path directory;

    private LibraryCache cache() {
        return new LibraryCache(directory.resolve("cache"), PLATFORM, this::resource);
    }

    private @Nullable URL resource(String name) {
        Path file = directory.resolve("jar").resolve(name);
        try {
            return Files.exists(file) ? file.toUri().toURL() : null;
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void publish(String name, byte[] contents, String sha256) throws IOException {
        Path file = directory.resolve("jar/META-INF/pglitej/linux-x86_64").resolve(name + ".so");
        Files.createDirectories(file.getParent());
        Files.write(file, contents);
        Files.writeString(file.resolveSibling(name + ".so.sha256"), sha256 + "\n");
    }

    private static String sha256(byte[] contents) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(contents));
    }

    @Test
    void aLibraryIsUnpackedOnceAndFoundAgain() throws Exception {
        byte[] contents = "library".getBytes(StandardCharsets.UTF_8);
        publish("pglitej_test", contents, sha256(contents));

        Path first = cache().locate("pglitej_test");
        Object key = Files.readAttributes(first, "unix:ino").get("ino");
        Path second = cache().locate("pglitej_test");

        assertThat(first).hasBinaryContent(contents).hasFileName("pglitej_test.so");
        assertThat(second).isEqualTo(first);
        assertThat(Files.readAttributes(second, "unix:ino").get("ino")).isEqualTo(key);
    }

    @Test
    void anotherVersionLivesBesideIt() throws Exception {
        publish("pglitej_test", new byte[] {1}, sha256(new byte[] {1}));
        Path first = cache().locate("pglitej_test");

        publish("pglitej_test", new byte[] {2}, sha256(new byte[] {2}));
        Path second = cache().locate("pglitej_test");

        assertThat(first).hasBinaryContent(new byte[] {1});
        assertThat(second).hasBinaryContent(new byte[] {2});
    }

    @Test
    void anUnpackedFileThatWasCutShortIsReplaced() throws Exception {
        publish("pglitej_test", new byte[] {1, 2, 3}, sha256(new byte[] {1, 2, 3}));
        Path unpacked = cache().locate("pglitej_test");
        Files.write(unpacked, new byte[] {1});

        assertThat(cache().locate("pglitej_test")).hasBinaryContent(new byte[] {1, 2, 3});
    }

    @Test
    void aLibraryWhoseHashDiffersIsRefusedAndLeavesNothing() throws Exception {
        publish("pglitej_test", new byte[] {1}, sha256(new byte[] {2}));

        assertThatThrownBy(() -> cache().locate("pglitej_test"))
                .isInstanceOf(NativeLibraryException.class)
                .hasMessageContaining("is damaged: its SHA-256 is " + sha256(new byte[] {1}));

        try (Stream<Path> files = Files.walk(directory.resolve("cache"))) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void aMissingPlatformIsNamedWithTheRemedy() {
        assertThatThrownBy(() -> cache().locate("pglitej_test"))
                .isInstanceOf(NativeLibraryException.class)
                .hasMessage("there is no library pglitej_test for linux-x86_64 on the class path (resource"
                        + " META-INF/pglitej/linux-x86_64/pglitej_test.so); add the artifact with the native libraries for"
                        + " linux-x86_64, or build them on this platform");
    }

    @Test
    void aCacheThatCannotBeWrittenIsNamedWithTheRemedy() throws Exception {
        publish("pglitej_test", new byte[] {1}, sha256(new byte[] {1}));
        Files.writeString(directory.resolve("cache"), "a file in the way");

        assertThatThrownBy(() -> cache().locate("pglitej_test"))
                .isInstanceOf(NativeLibraryException.class)
                .hasMessageContaining("set the system property pglitej.cache to a writable directory");
    }

    @Test
    void processesThatUnpackAtOnceAllFindTheWholeLibrary() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "-Dpglitej.cache=" + directory.resolve("together"),
                            LocateManyTimes.class.getName())
                    .redirectErrorStream(true)
                    .start());
        }
        for (Process process : processes) {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(output).isEqualTo("complete\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-x86_64",
        "Linux, aarch64, linux-aarch64",
        "Mac OS X, aarch64, macos-aarch64",
        "Windows 11, amd64, windows-x86_64",
        "FreeBSD, riscv64, freebsd-riscv64"
    })
    void aPlatformIsNamedBySystemAndProcessor(String system, String processor, String expected) {
        assertThat(Platform.of(system, processor)).hasToString(expected);
    }
}
