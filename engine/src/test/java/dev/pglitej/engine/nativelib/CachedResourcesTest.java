package dev.pglitej.engine.nativelib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedResourcesTest {
    private static final String SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    private Path directory;

    private @Nullable URL resource(String name) {
        Path file = directory.resolve("jar").resolve(name);
        try {
            return Files.exists(file) ? file.toUri().toURL() : null;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aResourceIsUnpackedUnderItsOwnNameBesideWhatHasItsHash() throws IOException {
        Path jar = Files.createDirectories(directory.resolve("jar"));
        Files.writeString(jar.resolve("files.blob"), "abc");
        Files.writeString(jar.resolve("files.blob.sha256"), SHA256_OF_ABC + "\n");

        Path unpacked =
                new ResourceCache(directory.resolve("cache"), this::resource).locate("files.blob", "there is none");

        assertThat(unpacked).hasContent("abc").hasFileName("files.blob");
        assertThat(unpacked.getParent()).hasFileName(SHA256_OF_ABC.substring(0, 16));
    }

    @Test
    void oneThatIsNotThereIsNamedWithTheRemedy() {
        assertThatThrownBy(() -> CachedResources.locate("no such file"))
                .isInstanceOf(NativeLibraryException.class)
                .hasMessage("there is no resource META-INF/pglitej/no such file on the class path;"
                        + " add the artifact with the native libraries (pglitej-natives)");
    }
}
