package dev.pglitej.conformance;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import dev.pglitej.internal.engine.Guest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What CONTRIBUTING says about the published modules' classes is true. */
final class ArchitectureTest {
    private static final String ENGINE = "dev.pglitej.internal.engine..";
    private static final String KERNEL = "dev.pglitej.internal.kernel..";
    private static final String PROTOCOL = "dev.pglitej.internal.protocol..";
    private static final String[] JDBC = {"dev.pglitej.jdbc..", "dev.pglitej.internal.jdbc.."};
    private static final String[] SERVER = {"dev.pglitej.server.."};
    private static final String[] TOP = {"dev.pglitej.junit..", "dev.pglitej.spring.."};

    /** Modules whose classes are compiled before these tests run, or, of those that conformance does not depend on, may be. */
    private static final JavaClasses PUBLISHED = new ClassFileImporter()
            .importPaths(Stream.of(
                            "engine",
                            "kernel",
                            "protocol",
                            "postgres",
                            "jdbc",
                            "server",
                            "junit",
                            "spring-boot-starter")
                    .map(module -> Path.of("..", module, "target", "classes"))
                    .filter(Files::isDirectory)
                    .toArray(Path[]::new));

    /** The engine is below the kernel, and has no clock. */
    private static final String[] CLOCK_READERS = {
        "dev.pglitej.internal.engine.Descriptors", "dev.pglitej.internal.engine.Mappings"
    };

    @Test
    void modulesDependOnModulesBelowThemAlone() {
        assertNeeds(ENGINE, ENGINE);
        assertNeeds(PROTOCOL, PROTOCOL);
        assertNeeds(KERNEL, KERNEL, ENGINE);
        noClasses()
                .that()
                .resideOutsideOfPackages(all(JDBC, TOP, SERVER))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(all(JDBC, TOP, SERVER))
                .check(PUBLISHED);
        noClasses()
                .that()
                .resideInAnyPackage(JDBC)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(all(TOP, SERVER))
                .check(PUBLISHED);
        noClasses()
                .that()
                .resideInAnyPackage(SERVER)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(all(JDBC, TOP))
                .check(PUBLISHED);
    }

    /** Asserts that classes of ours in one package need those in these alone. */
    private static void assertNeeds(String one, String... these) {
        classes()
                .that()
                .resideInAPackage(one)
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(these).or(DescribedPredicate.not(resideInAPackage("dev.pglitej.."))))
                .check(PUBLISHED);
    }

    private static String[] all(String[]... packages) {
        return Stream.of(packages).flatMap(Stream::of).toArray(String[]::new);
    }

    @Test
    void onlyTheRoomsOfTheGuestSeeItsAddresses() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        ENGINE,
                        "dev.pglitej.internal.kernel.abi..",
                        "dev.pglitej.internal.pg..",
                        "dev.pglitej.internal.imports..",
                        "dev.pglitej.internal.fork..",
                        "dev.pglitej.internal.backend..")
                .should()
                .dependOnClassesThat(
                        named("dev.pglitej.internal.engine.Guest", "dev.pglitej.internal.engine.GuestMemory"))
                .check(PUBLISHED);
    }

    @Test
    void functionsOfPostgresHaveTypedNames() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ENGINE, KERNEL)
                .and(DescribedPredicate.not(named("dev.pglitej.internal.pg.PgFunction")))
                .should()
                .callMethod(Guest.class, "function", String.class)
                .check(PUBLISHED);
    }

    private static DescribedPredicate<JavaClass> named(String... names) {
        Set<String> set = Set.of(names);
        return DescribedPredicate.describe("have one of the names " + set, type -> set.contains(type.getName()));
    }

    @Test
    void nativeMethodsAreInOneClassAndTheLoadersInAnother() {
        methods()
                .that()
                .haveModifier(JavaModifier.NATIVE)
                .should()
                .beDeclaredInClassesThat(named(
                        "dev.pglitej.internal.engine.NativeRuntime",
                        // Its attach makes those of the other: the library that has it is loaded first, once a JVM.
                        "dev.pglitej.internal.engine.EngineLibrary"))
                .check(PUBLISHED);
    }

    @Test
    void packagesNeedNoPackageThatNeedsThem() {
        SlicesRuleDefinition.slices()
                .assignedFrom(new Packages())
                .should()
                .beFreeOfCycles()
                .check(PUBLISHED);
    }

    /** Each package is a part by itself, whatever it is below. */
    private static final class Packages implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }

    @Test
    void onlyTheClockReadsTheTime() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.pglitej.internal.kernel.time")
                .and(DescribedPredicate.not(named(CLOCK_READERS)))
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(PUBLISHED);
    }

    @Test
    void nobodySleeps() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .check(PUBLISHED);
    }

    @Test
    void oneNameMeansOneThing() {
        Map<String, Set<String>> byName = PUBLISHED.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().endsWith("-info"))
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName, Collectors.mapping(JavaClass::getName, Collectors.toSet())));

        byName.values().removeIf(names -> names.size() == 1);
        assertThat(byName).isEmpty();
    }
}
