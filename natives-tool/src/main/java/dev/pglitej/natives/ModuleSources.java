package dev.pglitej.natives;

import dev.pglitej.natives.tools.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;

/**
 * The two Java sources that make a jar of resources a module: its declaration, and a class that provides the service
 * {@code ResourceModule}. Immutable.
 *
 * @param module the module's name
 * @param packageName of the class
 */
// RATIONALE: "How do modules hide what is internal, and what do they need?"
record ModuleSources(String module, String packageName) {
    private static final String SERVICE = "dev.pglitej.resources.ResourceModule";
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Those of an artifact of this project. */
    static ModuleSources of(String artifact) {
        return new ModuleSources("dev.pglitej." + checked(artifact), "dev.pglitej.internal." + artifact);
    }

    /** Those of somebody else's. */
    static ModuleSources ofOther(String name) {
        return new ModuleSources("pglitej.extension." + checked(name), "pglitej.extension." + name);
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches() || SourceVersion.isKeyword(name)) {
            throw new BuildException("the name " + name
                    + " cannot be part of a Java module's name; use letters, digits and underscores");
        }
        return name;
    }

    /** Writes them, and returns both files. */
    List<Path> write(Path directory) throws IOException {
        Path classes = Files.createDirectories(directory.resolve(packageName.replace('.', '/')));
        Path declaration =
                Files.writeString(directory.resolve("module-info.java"), """
                /** Extensions of PostgreSQL: resources alone. */
                module %s {
                    requires dev.pglitej.engine;

                    provides %s with
                            %s.Resources;
                }
                """.formatted(module, SERVICE, packageName));
        Path provider = Files.writeString(classes.resolve("Resources.java"), """
                package %s;

                import %s;

                /** Brings this jar into the graph of modules. Nothing makes one. Immutable. */
                public final class Resources implements ResourceModule {}
                """.formatted(packageName, SERVICE));
        return List.of(declaration, provider);
    }
}
