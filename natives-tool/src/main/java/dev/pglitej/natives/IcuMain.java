package dev.pglitej.natives;

import static dev.pglitej.natives.BuildOptions.required;

import dev.pglitej.natives.artifact.FileBlob;
import dev.pglitej.natives.artifact.PglitePackage;
import dev.pglitej.natives.tools.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The command that Maven runs to build the artifact with ICU's rules for languages. */
public final class IcuMain {
    private static final String ARTIFACT = "icu";

    private IcuMain() {}

    /**
     * Arguments: {@code --natives=}, the project of PostgreSQL itself, and {@code --classes=}, the root of the resources to write. Ends
     * with status 1 and one message where the build cannot go on.
     */
    public static void main(String[] arguments) throws IOException {
        Locale.setDefault(Locale.ROOT);
        try {
            Map<String, String> options = BuildOptions.values(List.of(arguments), Set.of("--natives", "--classes"));
            write(Path.of(required(options, "--natives")), Path.of(required(options, "--classes")));
        } catch (BuildException e) {
            System.err.println("[natives] " + e.getMessage());
            System.exit(1);
        }
    }

    private static void write(Path natives, Path classes) throws IOException {
        PglitePackage pglite = PglitePackage.open(natives, System.getenv().getOrDefault("PATH", ""));
        IcuFiles icu = IcuFiles.of(natives, pglite);
        Path resources = classes.resolve(NativesBuild.RESOURCES);
        FileBlob.of(icu.languages()).write(resources.resolve("extensions").resolve(ARTIFACT));
        Files.writeString(resources.resolve("extensions.list"), ARTIFACT + "\n");
        Path licence = Files.createDirectories(classes.resolve("META-INF/licenses/" + ARTIFACT));
        Files.write(licence.resolve("LICENSE"), icu.licence());
    }
}
