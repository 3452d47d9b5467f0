package dev.pglitej.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.natives.tools.BuildException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExtensionOptionsTest {
    private static List<String> arguments(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--artifact=pglitej-pg_ivm",
                "--project=p",
                "--npm=n",
                "--natives=o",
                "--runtime=r",
                "--classes=c",
                "--work=w"));
        arguments.addAll(List.of(more));
        return arguments;
    }

    @Test
    void theNameOfTheArtifactIsEnough() {
        ExtensionOptions options = ExtensionOptions.parse(arguments("--package=", "--hashes=", "--preload="));

        assertThat(options.artifact()).isEqualTo("pg_ivm");
        assertThat(options.packageName()).isEqualTo("@electric-sql/pglite-pg_ivm");
        assertThat(options.hashes()).isEmpty();
        assertThat(options.preload()).isEmpty();
    }

    @Test
    void whatDiffersFromTheRuleIsSaid() {
        ExtensionOptions options =
                ExtensionOptions.parse(arguments("--package=@a/b", "--hashes=list", "--preload=one, two"));

        assertThat(options.packageName()).isEqualTo("@a/b");
        assertThat(options.hashes()).contains(Path.of("list"));
        assertThat(options.preload()).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void whatIsMissingOrUnknownIsNamed() {
        assertThatThrownBy(() -> ExtensionOptions.parse(List.of("--project=p")))
                .isInstanceOf(BuildException.class)
                .hasMessage("the option --artifact is missing");
        assertThatThrownBy(() -> ExtensionOptions.parse(arguments("--preloaded=x")))
                .hasMessageStartingWith("cannot understand --preloaded=x");
    }
}
