package dev.pglitej.natives;

import dev.pglitej.natives.tools.BuildException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The command that Maven runs to make the Java sources of an artifact with extensions. */
public final class ModuleSourcesMain {
    private ModuleSourcesMain() {}

    /** {@code --artifact=} with the artifact's id, and {@code --sources=} with the directory to write to. */
    public static void main(String[] arguments) throws IOException {
        try {
            Map<String, String> values = BuildOptions.values(List.of(arguments), Set.of("--artifact", "--sources"));
            String artifact = ExtensionOptions.artifact(BuildOptions.required(values, "--artifact"));
            ModuleSources.of(artifact).write(Path.of(BuildOptions.required(values, "--sources")));
        } catch (BuildException e) {
            System.err.println("[natives] " + e.getMessage());
            System.exit(1);
        }
    }
}
