package dev.pglitej.natives.compile;

import dev.pglitej.natives.tools.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How libraries are compiled.
 *
 * @param compileFlags added when compiling
 * @param linkFlags added when linking
 * @param profileHash identifies the profile that the flags name, as a path says nothing of what is in the file
 */
public record Variant(List<String> compileFlags, List<String> linkFlags, String profileHash) {
    // Wasm's arithmetic wraps, its memory has no types, and its floating point is not contracted.
    private static final List<String> COMPILE = List.of(
            "-std=gnu11",
            "-O2",
            "-fPIC",
            "-fno-strict-aliasing",
            "-fwrapv",
            "-ffp-contract=off",
            "-fno-stack-protector",
            "-fvisibility=hidden",
            "-w");
    // RATIONALE: "What else do the compiler and the linker of a release do?"
    private static final List<String> ACROSS_FILES = List.of("-flto=thin");
    private static final List<String> WARNINGS =
            List.of("-Wall", "-Wextra", "-Wshadow", "-Wmissing-prototypes", "-Werror");
    private static final List<String> LINK = List.of("-shared", "-Wl,--no-undefined", "-Wl,--build-id=none");

    public static Variant plain() {
        return new Variant(COMPILE, LINK, "");
    }

    /** For a run that records a profile. The compiler counts in its own code, not in the source's, after inlining what is small. */
    public static Variant recording() {
        List<String> record = List.of("-fprofile-generate");
        return new Variant(with(COMPILE, record), with(LINK, record), "");
    }

    /** Arranged for what a recorded profile says is frequent, with functions inlined from one file into another. */
    public static Variant using(Path profile) throws IOException {
        List<String> use = new ArrayList<>(List.of(
                "-fprofile-use=" + profile.toAbsolutePath(),
                "-Wno-profile-instr-out-of-date",
                "-Wno-profile-instr-unprofiled"));
        use.addAll(ACROSS_FILES);
        return new Variant(with(COMPILE, use), linkingAcrossFiles(), Sha256.of(profile));
    }

    /** How libraries are linked that {@link #using} compiles. */
    static List<String> linkingAcrossFiles() {
        return with(with(LINK, ACROSS_FILES), List.of("-O2", "-fuse-ld=lld"));
    }

    /** The same for C that people write: what the compiler finds fault with ends the build. */
    public Variant forHandwrittenCode() {
        return new Variant(
                with(compileFlags.stream().filter(flag -> !flag.equals("-w")).toList(), WARNINGS),
                linkFlags,
                profileHash);
    }

    /** What of the flags matters to the result. */
    String identity() {
        return String.join(
                        " ",
                        compileFlags.stream()
                                .filter(f -> !f.startsWith("-fprofile-use"))
                                .toList()) + "\n" + String.join(" ", linkFlags) + "\n" + profileHash;
    }

    private static List<String> with(List<String> flags, List<String> more) {
        List<String> all = new ArrayList<>(flags);
        all.addAll(more);
        return List.copyOf(all);
    }
}
