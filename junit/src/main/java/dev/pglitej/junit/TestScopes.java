package dev.pglitej.junit;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.commons.support.AnnotationSupport;

/** Keeps in JUnit's stores which database belongs to which class and test. Thread-safe. */
final class TestScopes {
    private static final String PARALLEL = "junit.jupiter.execution.parallel.enabled";
    /** For what all classes of a run share. */
    private static final Namespace RUN = Namespace.create(TestScopes.class);

    private final Optional<Recipe> fixed;
    private final Namespace namespace = Namespace.create(TestScopes.class, this);

    /** @param fixed what databases are to be; if empty, {@link PGliteTest} says so */
    TestScopes(Optional<Recipe> fixed) {
        this.fixed = fixed;
    }

    /** What the test, or the class, of this context is given. */
    Lease lease(ExtensionContext context, boolean isLasting) {
        if (context.getTestMethod().isEmpty()) return databases(context).forClass(isLasting);
        return ofMethod(context).lease();
    }

    /**
     * Before a test: sets back a database that lasts.
     *
     * @throws MigrationFailedException if there can be no database for the test, also where it does not ask for one
     */
    void prepare(ExtensionContext context) {
        if (!databases(context).prepare()) return;
        MethodDatabase ready = ofMethod(context);
        assert ready.lease() != null : "it is set back now";
    }

    /** Fields of one instance cannot lead to the databases of several tests at a time. */
    void checkFieldsAreOfOneTest(ExtensionContext context) {
        if (reset(context) == Reset.PER_METHOD
                && context.getTestInstanceLifecycle().equals(Optional.of(Lifecycle.PER_CLASS))
                && context.getExecutionMode() == ExecutionMode.CONCURRENT
                && context.getConfigurationParameter(PARALLEL)
                        .map(Boolean::valueOf)
                        .orElse(false)) {
            throw new ExtensionConfigurationException(
                    "the tests of " + context.getRequiredTestClass().getName()
                            + " run in parallel on one instance, whose fields cannot have a database for each; use parameters");
        }
    }

    Reset reset(ExtensionContext context) {
        return recipe(classContext(context)).reset();
    }

    /** Keeps what a test that has failed was about. */
    void saveFailed(ExtensionContext context) {
        MethodDatabase used = store(context).get(context.getUniqueId(), MethodDatabase.class);
        if (used != null) FailedDatabases.save(context, used);
    }

    void endMethod(ExtensionContext context) {
        MethodDatabase used = store(context).get(context.getUniqueId(), MethodDatabase.class);
        if (used == null) return;
        FailedDatabases.save(context, used);
        report(context, used.end());
    }

    void endClass(ExtensionContext context) {
        ClassDatabases used = store(context).get(context.getUniqueId(), ClassDatabases.class);
        if (used != null && isOwner(context)) report(context, used.end());
    }

    private static void report(ExtensionContext context, List<String> leaks) {
        for (String leak : leaks) context.publishReportEntry("pglite.unclosed", leak);
    }

    private MethodDatabase ofMethod(ExtensionContext context) {
        MethodDatabase present = store(context).get(context.getUniqueId(), MethodDatabase.class);
        if (present != null) return present;
        // Not computed by the store, which would keep a failure and throw it again after the test.
        MethodDatabase created = databases(context).forMethod(TestName.of(context));
        store(context).put(context.getUniqueId(), created);
        return created;
    }

    private ClassDatabases databases(ExtensionContext context) {
        ExtensionContext owner = classContext(context);
        if (!isOwner(owner)) return databases(parentClass(owner).orElseThrow());
        return store(owner).getOrComputeIfAbsent(owner.getUniqueId(), key -> newDatabases(owner), ClassDatabases.class);
    }

    private ClassDatabases newDatabases(ExtensionContext owner) {
        Recipe recipe = recipe(owner);
        String name = owner.getRequiredTestClass().getName();
        return switch (recipe.reset()) {
            case PER_METHOD -> new ForkedDatabases(name, recipe, outer(owner));
            case PER_CLASS ->
                new SharedDatabase(
                        name, () -> new OpenDatabase(Templates.of(recipe).open()), true);
            case NONE -> new SharedDatabase(name, () -> ofRun(owner, recipe), false);
        };
    }

    private static OpenDatabase ofRun(ExtensionContext context, Recipe recipe) {
        return context.getRoot()
                .getStore(RUN)
                .getOrComputeIfAbsent(
                        Templates.of(recipe), template -> new OpenDatabase(template.open()), OpenDatabase.class);
    }

    private Optional<ForkedDatabases> outer(ExtensionContext owner) {
        if (isConfigured(owner)) return Optional.empty();
        return parentClass(owner)
                .map(this::databases)
                .filter(ForkedDatabases.class::isInstance)
                .map(ForkedDatabases.class::cast);
    }

    /** Whether the class has databases of its own, and not its outer class's. */
    private boolean isOwner(ExtensionContext owner) {
        return isConfigured(owner)
                || parentClass(owner).isEmpty()
                || recipe(owner).reset() == Reset.PER_METHOD;
    }

    private Recipe recipe(ExtensionContext owner) {
        if (fixed.isPresent()) return fixed.get();
        Optional<PGliteTest> annotation = annotation(owner);
        if (annotation.isPresent()) return Recipe.of(annotation.get());
        return parentClass(owner).map(this::recipe).orElseGet(() -> Recipe.plain());
    }

    /** Whether the class itself says what its databases are to be. */
    private boolean isConfigured(ExtensionContext owner) {
        Optional<Class<?>> outer = parentClass(owner).flatMap(ExtensionContext::getTestClass);
        // Each run of a class template has a context below that of the class.
        return fixed.isEmpty() && annotation(owner).isPresent() && !outer.equals(owner.getTestClass());
    }

    private static Optional<PGliteTest> annotation(ExtensionContext owner) {
        return AnnotationSupport.findAnnotation(owner.getTestClass(), PGliteTest.class);
    }

    private static ExtensionContext classContext(ExtensionContext context) {
        ExtensionContext owner = context;
        while (owner.getTestMethod().isPresent()) owner = owner.getParent().orElseThrow();
        return owner;
    }

    private static Optional<ExtensionContext> parentClass(ExtensionContext owner) {
        return owner.getParent().filter(parent -> parent.getTestClass().isPresent());
    }

    private Store store(ExtensionContext context) {
        return context.getStore(namespace);
    }
}
