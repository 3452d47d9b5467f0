package dev.pglitej.natives.upgrade;

import dev.pglitej.natives.tools.BuildException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The steps of {@code bin/upgrade-pglite}, which runs them by Maven. */
public final class Main {
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+");

    private Main() {}

    /**
     * Runs one step.
     *
     * @param arguments the root of the sources, and {@code check}, {@code move} and a version, {@code follow}, or {@code report}
     */
    public static void main(String[] arguments) throws IOException {
        Locale.setDefault(Locale.ROOT);
        try {
            run(List.of(arguments));
        } catch (BuildException e) {
            System.err.println("upgrade-pglite: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(List<String> arguments) throws IOException {
        Path root = Path.of(arguments.get(0)).toAbsolutePath().normalize();
        Work work = new Work(root.resolve("target/upgrade"));
        String searchPath = System.getenv().getOrDefault("PATH", "");
        switch (arguments.get(1)) {
            case "check" -> check(root, searchPath);
            case "move" -> new Move(root, work, searchPath).to(version(arguments.get(2)));
            case "follow" -> new Move(root, work, searchPath).follow();
            case "report" -> System.out.println(new Report(root, work).text());
            default -> throw new BuildException("there is no step " + arguments.get(1));
        }
    }

    private static String version(String version) {
        if (!VERSION.matcher(version).matches()) {
            throw new BuildException("\"" + version + "\" is not a version of PGlite, such as 0.5.1");
        }
        return version;
    }

    private static void check(Path root, String searchPath) throws IOException {
        List<String> faults = Check.faults(root, searchPath);
        if (!faults.isEmpty()) throw new BuildException(String.join("\nupgrade-pglite: ", faults));
        System.out.println("all pins agree");
    }
}
