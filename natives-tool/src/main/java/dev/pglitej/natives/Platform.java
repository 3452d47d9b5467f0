package dev.pglitej.natives;

import dev.pglitej.natives.tools.BuildException;
import java.util.Locale;

/** Names the platform that is built on, as the libraries' resource paths have it. */
final class Platform {
    private Platform() {}

    static String current() {
        return name(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static String name(String system, String processor) {
        String lower = system.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("linux")) {
            throw new BuildException("native libraries can be built on Linux only so far, and this is " + system);
        }
        return switch (processor) {
            case "amd64", "x86_64" -> "linux-x86_64";
            case "aarch64", "arm64" -> "linux-aarch64";
            default ->
                throw new BuildException(
                        "native libraries can be built for x86_64 and aarch64, and this is " + processor);
        };
    }
}
