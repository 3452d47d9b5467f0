package dev.pglitej.internal.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Modules written by hand in C against rt.h, compiled when a test first wants them. */
public final class Fixtures {
    private static final Path C_FILES = Path.of("src/main/c");
    private static final Path GUESTS = Path.of("src/test/resources/guests");
    private static final Path OUTPUT = Path.of("target/guests");
    private static final Map<String, NativeModule> MODULES = new ConcurrentHashMap<>();

    // Whichever the build has found.
    private static final List<String> C_COMPILER =
            List.of("sh", "-c", ". ../config/c-compiler.sh && exec $(c_compiler) \"$@\"", "c-compiler");

    private Fixtures() {}

    public static NativeModule module(String name) {
        return MODULES.computeIfAbsent(name, Fixtures::load);
    }

    /** The compiled library of a module. */
    public static Path compile(String name, String... definitions) {
        Path library = OUTPUT.resolve(name + String.join("", definitions) + ".so");
        List<String> command = new ArrayList<>(C_COMPILER);
        command.addAll(List.of("-std=gnu11", "-O1", "-fPIC", "-shared", "-fvisibility=hidden"));
        command.addAll(List.of(definitions));
        command.addAll(List.of("-I" + C_FILES, "-I" + GUESTS, "-o", library.toString()));
        command.add(GUESTS.resolve(name + ".c").toString());
        try {
            Files.createDirectories(OUTPUT);
            Process compiler =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (compiler.waitFor() != 0) throw new IllegalStateException("cannot compile " + name + ": " + output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return library;
    }

    private static NativeModule load(String name) {
        return NativeModule.load(compile(name));
    }

    /** A started guest of the module. */
    public static Guest guest(String name, Imports imports) {
        return guest(name, imports, GuestOptions.defaults());
    }

    public static Guest guest(String name, Imports imports, GuestOptions options) {
        Guest guest = Guest.create(module(name), imports, options);
        guest.start();
        return guest;
    }

    /** Imports in which the function of this name is the given one, and all else is unresolved. */
    public static Imports only(String name, HostFunction function) {
        return type -> type.name().equals(name) ? function : HostFunction.unresolved();
    }
}
