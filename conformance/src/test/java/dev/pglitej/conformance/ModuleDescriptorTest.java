package dev.pglitej.conformance;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Provides;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the published jars say of themselves on the module path. */
final class ModuleDescriptorTest {
    /** The packages that any module may use; modules that are absent have none. */
    private static final Map<String, Set<String>> EXPORTED = Map.ofEntries(
            entry("engine", Set.of("dev.pglitej.resources")),
            entry("postgres", Set.of("dev.pglitej", "dev.pglitej.api", "dev.pglitej.spi")),
            entry("jdbc", Set.of("dev.pglitej.jdbc")),
            entry("junit", Set.of("dev.pglitej.junit")),
            entry("server", Set.of("dev.pglitej.server")));

    /** PostgreSQL's driver makes our socket factory by its name. */
    private static final String DRIVER = "org.postgresql.jdbc";

    private static final String SPRING = "dev.pglitej.spring";

    @BeforeEach
    void onlyWithJars() {
        ModulePath.assumeJars();
    }

    static List<String> artifacts() {
        return ModulePath.ARTIFACTS;
    }

    @ParameterizedTest
    @MethodSource("artifacts")
    void eachArtifactIsAModuleThatExportsItsPartOfTheApiAndOpensNothing(String artifact) {
        ModuleDescriptor module = module(artifact);

        assertThat(module.name()).isEqualTo("dev.pglitej." + artifact);
        assertThat(module.isAutomatic()).isFalse();
        assertThat(module.isOpen()).isFalse();
        assertThat(module.opens()).isEmpty();
        assertThat(unqualified(module)).isEqualTo(EXPORTED.getOrDefault(artifact, Set.of()));
    }

    private static Set<String> unqualified(ModuleDescriptor module) {
        return module.exports().stream()
                .filter(exports -> !exports.isQualified())
                .map(Exports::source)
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("artifacts")
    void internalPackagesAreExportedToOurModulesAndToTheDriverAlone(String artifact) {
        Set<String> friends = Stream.concat(
                        ModulePath.ARTIFACTS.stream().map(name -> "dev.pglitej." + name), Stream.of(DRIVER))
                .collect(Collectors.toSet());

        assertThat(module(artifact).exports())
                .filteredOn(Exports::isQualified)
                .allSatisfy(exports -> assertThat(friends).containsAll(exports.targets()));
    }

    @Test
    void theModulesAndTheStarterHaveTheWholeApi() {
        Set<String> exported = EXPORTED.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        exported.add(SPRING);

        assertThat(ApiTest.PACKAGES).containsExactlyInAnyOrderElementsOf(exported);
    }

    /** The class path has META-INF/services instead. The service of jars without code brings them onto the module path alone. */
    @ParameterizedTest
    @MethodSource("artifacts")
    void servicesAreTheSameOnTheClassPath(String artifact) throws IOException {
        try (JarFile jar = new JarFile(ModulePath.jar(artifact).toFile())) {
            for (Provides provides : module(artifact).provides()) {
                if (provides.service().endsWith(".ResourceModule")) continue;
                assertThat(providers(jar, "META-INF/services/" + provides.service()))
                        .containsExactlyElementsOf(provides.providers());
            }
            assertThat(jar.stream().map(ZipEntry::getName))
                    .filteredOn(name -> name.matches("META-INF/services/.+"))
                    .allSatisfy(name -> assertThat(module(artifact).provides())
                            .extracting(Provides::service)
                            .contains(name.substring("META-INF/services/".length())));
        }
    }

    private static List<String> providers(JarFile jar, String file) throws IOException {
        try (InputStream in = jar.getInputStream(jar.getEntry(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static ModuleDescriptor module(String artifact) {
        Set<ModuleReference> found = ModuleFinder.of(ModulePath.jar(artifact)).findAll();
        assertThat(found).hasSize(1);
        return found.iterator().next().descriptor();
    }
}
