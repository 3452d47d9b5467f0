package dev.pglitej.natives.upgrade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;

/** What an upgrade keeps between its steps, in a directory that may be deleted afterwards. Confined to one thread. */
record Work(Path directory) {
    /** Begins another upgrade: forgets the notes of the former one and keeps what is recorded now. */
    void begin(Path root) throws IOException {
        Files.createDirectories(npm());
        Files.deleteIfExists(nativeFound());
        Files.deleteIfExists(sourcesFile());
        Files.writeString(notesFile(), "");
        Recorded.copy(root, before());
    }

    Path npm() {
        return directory.resolve("npm");
    }

    Path before() {
        return directory.resolve("before");
    }

    void note(String note) throws IOException {
        Files.writeString(notesFile(), note + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    List<String> notes() throws IOException {
        return Files.exists(notesFile()) ? Files.readAllLines(notesFile()) : List.of();
    }

    /** Since when test reports are of this upgrade. */
    FileTime begun() throws IOException {
        return Files.getLastModifiedTime(directory.resolve("postgres"));
    }

    void setPostgres(String version) throws IOException {
        Files.writeString(directory.resolve("postgres"), version + "\n");
    }

    /** Whether the script has found a native PostgreSQL of the version. */
    boolean hasNative() {
        return Files.exists(nativeFound());
    }

    SourcePackage sources() throws IOException {
        return SourcePackage.parse(Files.exists(sourcesFile()) ? Files.readString(sourcesFile()) : "");
    }

    /** What Maven has printed, or nothing. */
    List<String> log() throws IOException {
        Path log = directory.resolve("build.log");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    private Path nativeFound() {
        return directory.resolve("native");
    }

    private Path sourcesFile() {
        return directory.resolve("sources");
    }

    private Path notesFile() {
        return directory.resolve("notes");
    }
}
