package dev.pglitej.natives.upgrade;

import dev.pglitej.natives.artifact.PglitePackage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Whether all that names a version names the same. */
final class Check {
    private Check() {}

    /** What does not agree, one sentence each; installs the package if it is not there. */
    static List<String> faults(Path root, String searchPath) throws IOException {
        Path natives = root.resolve("natives");
        PglitePackage.open(natives, searchPath);
        return new Pins(root).faults(PublishedPackage.in(natives).version());
    }
}
