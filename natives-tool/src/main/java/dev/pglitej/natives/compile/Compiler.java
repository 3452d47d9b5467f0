package dev.pglitej.natives.compile;

import dev.pglitej.natives.tools.BuildException;
import dev.pglitej.natives.tools.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A C compiler.
 *
 * @param command the program, and arguments that belong to it
 * @param version what it reports of itself; two compilers that report the same make the same objects
 */
public record Compiler(List<String> command, String version) {
    private static final int NEWEST_CLANG = 40;
    private static final int OLDEST_CLANG = 15;
    private static final Pattern CLANG_VERSION = Pattern.compile("clang version (\\d+)");

    /**
     * Chooses one: the one that CC names, else the newest clang that is not too old, whose code is the fastest, else
     * gcc or cc.
     *
     * @param cc the environment's CC, or an empty string
     */
    public static Compiler choose(String cc, String searchPath) throws IOException {
        if (!cc.isBlank()) {
            List<String> words = Arrays.asList(cc.strip().split("\\s+"));
            Path program = Command.find(words.get(0), searchPath)
                    .orElseThrow(() -> new BuildException("CC names the compiler " + words.get(0)
                            + ", which is not on the PATH; correct or unset CC"));
            return asked(program, words.subList(1, words.size()));
        }
        for (String name : names()) {
            Optional<Path> program = Command.find(name, searchPath);
            if (program.isEmpty()) continue;
            Compiler compiler = asked(program.get(), List.of());
            if (!compiler.isClang() || compiler.clangVersion() >= OLDEST_CLANG) return compiler;
        }
        throw new BuildException("no C compiler is on the PATH; install clang (" + OLDEST_CLANG
                + " or newer, 19 was tested) or gcc, or name a compiler in the environment variable CC");
    }

    public boolean isClang() {
        return version.contains("clang version");
    }

    /** The version to say in a line: its first. */
    public String name() {
        return version.lines().findFirst().orElse(command.get(0));
    }

    /** LLVM's tool for profiles that belongs to this clang. */
    Path profileTool(String searchPath) throws IOException {
        if (!isClang()) {
            throw new BuildException(
                    "the release profile needs clang (" + OLDEST_CLANG + " or newer), and the compiler is " + name()
                            + "; install clang, or let CC name it (Debian: apt-get install clang-19 llvm-19 lld-19)");
        }
        String versioned = "llvm-profdata-" + clangVersion();
        Optional<Path> found = Command.find(versioned, searchPath);
        if (found.isPresent()) return found.get();
        Optional<Path> plain = Command.find("llvm-profdata", searchPath);
        if (plain.isPresent() && isOfThisVersion(plain.get())) return plain.get();
        throw new BuildException(versioned + " is not on the PATH; install LLVM's tools of clang's version (Debian:"
                + " apt-get install llvm-" + clangVersion() + ")");
    }

    /** What Debian calls the package with the code that instrumented libraries are linked with. */
    String runtimePackage() {
        return "apt-get install libclang-rt-" + clangVersion() + "-dev";
    }

    /** What Debian calls the package with the linker that optimizes across files. */
    String linkerPackage() {
        return "apt-get install lld-" + clangVersion();
    }

    // Another version's cannot read what this one's libraries record.
    private boolean isOfThisVersion(Path tool) throws IOException {
        Command.Result answer = Command.run(Path.of("."), Map.of(), List.of(tool.toString(), "merge", "--version"));
        return answer.output().contains("version " + clangVersion() + ".");
    }

    private int clangVersion() {
        Matcher matcher = CLANG_VERSION.matcher(version);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (int version = NEWEST_CLANG; version >= OLDEST_CLANG; version--) names.add("clang-" + version);
        names.addAll(List.of("clang", "gcc", "cc"));
        return names;
    }

    private static Compiler asked(Path program, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        List<String> question = new ArrayList<>(command);
        question.add("--version");
        Command.Result answer = Command.run(Path.of("."), Map.of(), question);
        if (answer.exitStatus() != 0) {
            throw new BuildException("the compiler " + program + " does not run: "
                    + answer.output().strip());
        }
        return new Compiler(List.copyOf(command), answer.output().strip());
    }
}
