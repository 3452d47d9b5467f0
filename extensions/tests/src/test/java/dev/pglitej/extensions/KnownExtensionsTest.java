package dev.pglitej.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What pglitej-postgres says of artifacts that may be absent, and what they have. */
final class KnownExtensionsTest {
    private static final String RESOURCES = "META-INF/pglitej/";
    private static final Path KNOWN =
            Path.of("../../postgres/src/main/resources/META-INF/pglitej/known-extensions.list");

    /** The artifacts on the class path, with the lines that name their extensions. */
    private static Map<String, List<String>> artifacts() throws IOException {
        Map<String, List<String>> artifacts = new TreeMap<>();
        for (URL list : Collections.list(loader().getResources(RESOURCES + "extensions.list"))) {
            for (String name : lines(list)) {
                URL contents = loader().getResource(RESOURCES + "extensions/" + name + "/contents.list");
                assertThat(contents).as(name).isNotNull();
                artifacts.put(name, lines(contents));
            }
        }
        return artifacts;
    }

    private static ClassLoader loader() {
        return KnownExtensionsTest.class.getClassLoader();
    }

    private static List<String> lines(URL resource) throws IOException {
        try (InputStream in = resource.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Test
    void eachArtifactIsListedWithItsExtensions() throws IOException {
        StringBuilder present = new StringBuilder();
        for (Map.Entry<String, List<String>> artifact : artifacts().entrySet()) {
            present.append("pglitej-").append(artifact.getKey());
            for (String line : artifact.getValue()) {
                if (line.startsWith("extension ")) present.append(' ').append(line.split(" ", -1)[1]);
            }
            present.append('\n');
        }
        if (Boolean.getBoolean("pglitej.record")) Files.writeString(KNOWN, present);

        assertThat(present.toString())
                .as("%s differs from what the artifacts have; record it with -Dpglitej.record=true", KNOWN)
                .isEqualTo(Files.readString(KNOWN));
    }

    @Test
    void whatAServerHasToPreloadIsListed() throws IOException {
        Map<String, List<String>> artifacts = artifacts();

        assertThat(artifacts.get("pg_textsearch")).containsExactly("extension pg_textsearch pg_textsearch");
        assertThat(artifacts.get("pgvector")).containsExactly("extension vector");
        assertThat(artifacts.get("contrib"))
                .contains(
                        "extension pg_stat_statements pg_stat_statements",
                        "extension uuid-ossp",
                        "library auto_explain")
                .doesNotContain("library pg_stat_statements");
    }

    @Test
    void eachArtifactHasTheExtensionsOwnLicence() throws IOException {
        Map<String, String> first = new TreeMap<>();
        for (String name : artifacts().keySet()) {
            URL licence = loader().getResource("META-INF/licenses/" + name + "/LICENSE");
            assertThat(licence).as(name).isNotNull();
            first.put(name, String.join("\n", lines(licence)));
        }

        assertThat(first.get("pg_uuidv7")).contains("Mozilla Public License Version 2.0", "github.com/fboulnois");
        assertThat(first.get("pg_hashids")).startsWith("The MIT License");
        assertThat(first.get("age")).contains("Bitnine", "Apache License");
        assertThat(first.get("pgtap")).contains("David E. Wheeler");
    }

    @Test
    void eachArtifactIsAModuleThatTheEngineFinds() throws IOException {
        for (String name : artifacts().keySet()) {
            URL contents = loader().getResource(RESOURCES + "extensions/" + name + "/contents.list");
            List<ModuleDescriptor> modules = ModuleFinder.of(root(String.valueOf(contents))).findAll().stream()
                    .map(module -> module.descriptor())
                    .toList();

            assertThat(modules).extracting(ModuleDescriptor::name).containsExactly("dev.pglitej." + name);
            assertThat(modules.get(0).provides())
                    .extracting(ModuleDescriptor.Provides::service)
                    .containsExactly("dev.pglitej.resources.ResourceModule");
            assertThat(modules.get(0).exports()).isEmpty();
        }
    }

    /** The jar or directory of a resource. */
    private static Path root(String url) {
        String file = url.replaceFirst("^(jar:)?file:", "").replaceFirst("!?/META-INF/.*", "");
        assertThat(Path.of(file)).exists();
        return Path.of(file);
    }

    @Test
    void theArtifactsOfThisProjectAreAllOnTheClassPath() throws IOException {
        String pom = Files.readString(Path.of("../pom.xml"));
        List<String> modules = pom.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("<module>"))
                .map(line -> line.replaceAll("</?module>", ""))
                .filter(module -> !module.equals("tests"))
                .collect(Collectors.toList());

        assertThat(artifacts().keySet()).containsExactlyInAnyOrderElementsOf(modules);
    }
}
