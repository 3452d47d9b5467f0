package dev.pglitej.natives.compile;

import dev.pglitej.natives.tools.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Identifies a version of a part of this build by its compiled classes, so that a change of it outdates what it made. */
public final class CodeIdentity {
    private CodeIdentity() {}

    /** The hash of all classes in the package of a class, and in the packages below. */
    public static String of(Class<?> anchor) throws IOException {
        Path origin = origin(anchor);
        String folder = anchor.getPackageName().replace('.', '/');
        if (Files.isDirectory(origin)) return hash(origin.resolve(folder));
        try (FileSystem jar = FileSystems.newFileSystem(origin)) {
            return hash(jar.getPath("/" + folder));
        }
    }

    private static Path origin(Class<?> anchor) {
        try {
            URI location =
                    anchor.getProtectionDomain().getCodeSource().getLocation().toURI();
            return Path.of(location);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class path has an entry that is not a URI", e);
        }
    }

    private static String hash(Path folder) throws IOException {
        List<Path> classes;
        try (Stream<Path> tree = Files.walk(folder)) {
            classes = tree.filter(file -> file.toString().endsWith(".class"))
                    .sorted()
                    .toList();
        }
        Sha256 sha256 = new Sha256();
        for (Path file : classes) sha256.add(folder.relativize(file).toString()).add(file);
        return sha256.hex();
    }
}
