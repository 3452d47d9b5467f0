package dev.pglitej.natives;

import dev.pglitej.natives.tools.BuildException;
import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the build is told on its command line.
 *
 * @param project the directory with package.json and the lists of hashes and exports
 * @param runtime the directory with the headers that generated code includes
 * @param classes the root of the resources to write
 * @param work for everything in between
 * @param training a shell command that exercises the libraries, or nothing for a build without a profile
 * @param workload the directories whose files decide what the training does
 */
public record BuildOptions(Path project, Path runtime, Path classes, Path work, String training, List<Path> workload) {
    private static final Set<String> NAMES =
            Set.of("--project", "--runtime", "--classes", "--work", "--training", "--workload");

    static BuildOptions parse(List<String> arguments) {
        Map<String, String> values = values(arguments, NAMES);
        return new BuildOptions(
                Path.of(required(values, "--project")),
                Path.of(required(values, "--runtime")),
                Path.of(required(values, "--classes")),
                Path.of(required(values, "--work")),
                values.getOrDefault("--training", ""),
                paths(values.getOrDefault("--workload", "")));
    }

    private static List<Path> paths(String list) {
        return Pattern.compile(File.pathSeparator)
                .splitAsStream(list)
                .filter(path -> !path.isEmpty())
                .map(Path::of)
                .toList();
    }

    /** The values of options that are given as {@code --name=value}. */
    static Map<String, String> values(List<String> arguments, Set<String> names) {
        Map<String, String> values = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 0 || !names.contains(argument.substring(0, equals))) {
                throw new BuildException("cannot understand " + argument + "; the options are "
                        + names.stream().sorted().toList() + ", each with = and a value");
            }
            values.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        return values;
    }

    static String required(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) throw new BuildException("the option " + name + " is missing");
        return value;
    }
}
