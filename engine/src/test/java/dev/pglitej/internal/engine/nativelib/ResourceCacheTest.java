package dev.pglitej.internal.engine.nativelib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pglitej.internal.engine.nativelib.CacheDirectory.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ResourceCacheTest {
    private static final String NAME = "META-INF/pglitej/test.so";
    private static final byte[] CONTENTS = "library".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    private int user;
    private int unpacked;

    @BeforeEach
    void publish() throws Exception {
        user = FileStatus.currentUser();
        publish(CONTENTS, sha256(CONTENTS));
    }

    private @Nullable InputStream resource(String name) throws IOException {
        Path file = directory.resolve("jar").resolve(name);
        if (!Files.exists(file)) return null;
        if (name.equals(NAME)) unpacked++;
        return Files.newInputStream(file);
    }

    private void publish(byte[] contents, String sha256) throws IOException {
        Path file = directory.resolve("jar").resolve(NAME);
        Files.createDirectories(file.getParent());
        Files.write(file, contents);
        Files.writeString(directory.resolve("jar").resolve(NAME + ".sha256"), sha256 + "\n");
    }

    private static String sha256(byte[] contents) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(contents));
    }

    private Path place() {
        return directory.resolve("cache");
    }

    private Path locate() {
        return locate(Kind.CHOSEN, user);
    }

    private Path locate(Kind kind, int asUser) {
        return cache(asUser, new CacheDirectory(place(), kind)).locate(NAME, () -> "there is none");
    }

    private ResourceCache cache(int asUser, CacheDirectory... directories) {
        return new ResourceCache(List.of(directories), this::resource, asUser);
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    @Test
    void aResourceIsUnpackedOnceUnderItsOwnNameAndFoundAgain() throws Exception {
        Path first = locate();
        Path second = locate();

        assertThat(first).hasBinaryContent(CONTENTS).hasFileName("test.so");
        assertThat(first.getParent()).hasFileName(sha256(CONTENTS).substring(0, 16));
        assertThat(second).isEqualTo(first);
        assertThat(unpacked).isEqualTo(1);
    }

    @Test
    void anotherVersionLivesBesideIt() throws Exception {
        Path first = locate();
        publish(new byte[] {2}, sha256(new byte[] {2}));
        Path second = locate();

        assertThat(first).hasBinaryContent(CONTENTS);
        assertThat(second).hasBinaryContent(new byte[] {2});
    }

    @Test
    void aFileThatWasCutShortIsReplaced() throws Exception {
        Files.write(locate(), new byte[] {1});

        assertThat(locate()).hasBinaryContent(CONTENTS);
    }

    @Test
    void aFileThatWasDamagedIsReplacedThoughItsLengthAndDateAreAsTheyWere() throws Exception {
        Path file = locate();
        FileTime date = Files.getLastModifiedTime(file);
        byte[] damaged = CONTENTS.clone();
        damaged[3] ^= 1;
        Files.write(file, damaged);
        Files.setLastModifiedTime(file, date);

        assertThat(locate()).hasBinaryContent(CONTENTS);
        assertThat(unpacked).isEqualTo(2);
    }

    @Test
    void aGoodFileThatNobodyHasVerifiedIsVerifiedAndKept() throws Exception {
        Path file = locate();
        Path verification = file.resolveSibling("test.so.verified");
        Files.delete(verification);

        assertThat(locate()).isEqualTo(file);
        assertThat(unpacked).isEqualTo(1);
        assertThat(verification).exists();
    }

    @Test
    void aDamagedFileThatNobodyHasVerifiedIsReplaced() throws Exception {
        Path file = locate();
        Files.delete(file.resolveSibling("test.so.verified"));
        Files.write(file, "another".getBytes(StandardCharsets.UTF_8));

        assertThat(locate()).hasBinaryContent(CONTENTS);
    }

    @Test
    void aResourceWhoseHashDiffersIsRefusedAndLeavesNothing() throws Exception {
        publish(new byte[] {1}, sha256(new byte[] {2}));

        assertThatThrownBy(this::locate)
                .isInstanceOf(NativeLibraryException.class)
                .hasMessage("the resource META-INF/pglitej/test.so is damaged: its SHA-256 is " + sha256(new byte[] {1})
                        + ", but should be " + sha256(new byte[] {2}) + "; get the artifact again");
        try (Stream<Path> files = Files.walk(place())) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void aMissingResourceIsReportedInTheCallersWords() {
        assertThatThrownBy(() -> cache(user, new CacheDirectory(place(), Kind.CHOSEN))
                        .locate("META-INF/pglitej/other.so", () -> "add an artifact"))
                .isInstanceOf(NativeLibraryException.class)
                .hasMessage("add an artifact");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamedWithTheRemedy() throws Exception {
        Files.writeString(place(), "a file in the way");

        assertThatThrownBy(this::locate)
                .isInstanceOf(NativeLibraryException.class)
                .hasMessageStartingWith("cannot unpack test.so into " + place())
                .hasMessageEndingWith(
                        "change the system property pglitej.cache to a directory with 64 MB free that this user"
                                + " can write to, not mounted noexec");
    }

    @Test
    void whereTheUsualPlaceCannotBeWrittenTemporaryFilesServe() throws Exception {
        Files.writeString(place(), "a file in the way");
        CacheDirectory temporary = new CacheDirectory(directory.resolve("temporary"), Kind.TEMPORARY);

        Path file =
                cache(user, new CacheDirectory(place(), Kind.USUAL), temporary).locate(NAME, () -> "there is none");

        assertThat(file).hasBinaryContent(CONTENTS).startsWith(temporary.path());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temporary.path())))
                .isEqualTo("rwx------");
    }

    @Test
    void aPlaceThatNothingCanBeLoadedFromIsGivenUpForTheNext() {
        ResourceCache cache = cache(
                user,
                new CacheDirectory(place(), Kind.USUAL),
                new CacheDirectory(directory.resolve("temporary"), Kind.TEMPORARY));
        Path first = cache.locate(NAME, () -> "there is none");

        assertThat(cache.giveUp(first)).isTrue();
        Path second = cache.locate(NAME, () -> "there is none");
        assertThat(second).startsWith(directory.resolve("temporary"));
        assertThat(cache.giveUp(second)).isFalse();
    }

    @Test
    void aChosenPlaceThatOthersCanWriteToIsRefused() throws Exception {
        Files.createDirectory(place());
        mode(place(), "rwxrwxrwx");

        assertThatThrownBy(this::locate)
                .isInstanceOf(NativeLibraryException.class)
                .hasMessageContaining("other users can write there (its mode is 777)")
                .hasMessageContaining("chmod go-w");
        assertThat(unpacked).isZero();
    }

    @Test
    void theUsualPlaceIsTakenBackFromOthersAndWhatIsInItLookedAt() throws Exception {
        Path file = locate(Kind.USUAL, user);
        mode(place(), "rwxrwxr-x");
        mode(file.resolveSibling("."), "rwxrwxr-x");
        Files.writeString(file, "another");

        assertThat(locate(Kind.USUAL, user)).isEqualTo(file).hasBinaryContent(CONTENTS);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place())))
                .isEqualTo("rwxr-xr-x");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.resolveSibling("."))))
                .isEqualTo("rwxr-xr-x");
    }

    @Test
    void aFileThatOthersCanWriteToIsReplaced() throws Exception {
        Path file = locate();
        mode(file, "rw-rw-rw-");

        assertThat(locate()).isEqualTo(file);
        assertThat(unpacked).isEqualTo(2);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anotherUsersPlaceIsRefused(Kind kind) throws Exception {
        Files.createDirectory(place());
        int another = user + 1;
        assumeTrue(user != 0, "what belongs to root, as here, is everybody's");

        assertThatThrownBy(() -> locate(kind, another)).hasMessageContaining("it belongs to user " + user);
    }

    @Test
    void whereEverybodyMayMakeFilesButNotRemoveOthersEachUserHasADirectory() throws Exception {
        Files.createDirectory(place());
        Files.setAttribute(place(), "unix:mode", 01777);

        Path file = locate();

        assertThat(file).hasBinaryContent(CONTENTS).startsWith(place().resolve("user-" + user));
        assertThat(locate()).isEqualTo(file);
        assertThat(unpacked).isEqualTo(1);
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
}
