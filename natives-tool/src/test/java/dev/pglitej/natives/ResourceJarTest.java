package dev.pglitej.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.natives.tools.BuildException;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceJarTest {
    @TempDir
    private Path directory = Path.of("");

    /** A module that has of the engine what these jars need. */
    private Path engine() throws IOException {
        Path sources = Files.createDirectories(directory.resolve("engine/dev/pglitej/resources"));
        Path declaration = Files.writeString(
                directory.resolve("engine/module-info.java"),
                "module dev.pglitej.engine { exports dev.pglitej.resources; }");
        Path service = Files.writeString(
                sources.resolve("ResourceModule.java"),
                "package dev.pglitej.resources; public interface ResourceModule {}");
        Path classes = directory.resolve("engine-classes");
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", classes.toString(), declaration.toString(), service.toString());
        assertThat(status).isZero();
        return classes;
    }

    private Path resources(String name) throws IOException {
        Path classes = Files.createDirectories(directory.resolve(name).resolve("classes"));
        Files.writeString(classes.resolve("list"), "x\n");
        return classes;
    }

    @Test
    void itIsAModuleWithTheResourcesAndTwoOfThemHaveTheSameBytes() throws IOException {
        Path engine = engine();
        Path one = directory.resolve("jars/one.jar");
        Path other = directory.resolve("jars/other.jar");

        new ResourceJar(resources("one")).write(ModuleSources.ofOther("foo"), engine, one);
        new ResourceJar(resources("other")).write(ModuleSources.ofOther("foo"), engine, other);

        assertThat(one).hasSameBinaryContentAs(other);
        ModuleDescriptor module =
                ModuleFinder.of(one).findAll().iterator().next().descriptor();
        assertThat(module.name()).isEqualTo("pglitej.extension.foo");
        assertThat(module.packages()).isEqualTo(Set.of("pglitej.extension.foo"));
        assertThat(module.provides())
                .extracting(ModuleDescriptor.Provides::service)
                .containsExactly("dev.pglitej.resources.ResourceModule");
    }

    @Test
    void whatTheCompilerSaysIsShown() throws IOException {
        ResourceJar jar = new ResourceJar(resources("one"));

        assertThatThrownBy(() -> jar.write(ModuleSources.ofOther("foo"), directory, directory.resolve("one.jar")))
                .isInstanceOf(BuildException.class)
                .hasMessageStartingWith("cannot compile pglitej.extension.foo:")
                .hasMessageContaining("module not found: dev.pglitej.engine");
    }
}
