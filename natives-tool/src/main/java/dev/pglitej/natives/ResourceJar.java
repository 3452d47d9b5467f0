package dev.pglitej.natives;

import dev.pglitej.natives.tools.BuildException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A jar of resources that is a module too. Confined to one thread. */
final class ResourceJar {
    /** The first that a jar can have, so that two builds give the same bytes. */
    private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final Path classes;

    /** @param classes the root of the resources, where the classes go too */
    ResourceJar(Path classes) {
        this.classes = classes;
    }

    /**
     * Compiles the sources of the module and packs everything.
     *
     * @param engine the classes of pglitej-engine
     */
    void write(ModuleSources sources, Path engine, Path jar) throws IOException {
        compile(sources, engine);
        Files.createDirectories(jar.toAbsolutePath().resolveSibling("."));
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> tree = Files.walk(classes)) {
            for (Path path : tree.filter(Files::isRegularFile).sorted().toList()) {
                JarEntry entry = new JarEntry(classes.relativize(path).toString());
                entry.setTimeLocal(EPOCH);
                out.putNextEntry(entry);
                Files.copy(path, out);
                out.closeEntry();
            }
        }
    }

    private void compile(ModuleSources sources, Path engine) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new BuildException("this Java, " + System.getProperty("java.home")
                    + ", has no compiler; install a JDK and point JAVA_HOME at it");
        }
        List<Path> files = sources.write(Files.createTempDirectory(classes.resolveSibling("."), "sources"));
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "--release", "17", "-proc:none", "--module-path", engine.toString(), "-d", classes.toString());
            boolean isCompiled = compiler.getTask(
                            messages, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
            if (!isCompiled) throw new BuildException("cannot compile " + sources.module() + ":\n" + messages);
        }
    }
}
