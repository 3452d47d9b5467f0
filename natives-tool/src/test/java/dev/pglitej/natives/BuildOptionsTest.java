package dev.pglitej.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.natives.tools.BuildException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class BuildOptionsTest {
    @Test
    void theTrainingMayBeLeftOut() {
        BuildOptions options = BuildOptions.parse(
                List.of("--project=.", "--runtime=../engine", "--classes=target/classes", "--work=target"));

        assertThat(options)
                .isEqualTo(new BuildOptions(
                        Path.of("."),
                        Path.of("../engine"),
                        Path.of("target/classes"),
                        Path.of("target"),
                        "",
                        List.of()));
    }

    @Test
    void theWorkloadIsAListOfDirectories() {
        BuildOptions options = BuildOptions.parse(List.of(
                "--project=.",
                "--runtime=../engine",
                "--classes=target/classes",
                "--work=target",
                "--training=sh train.sh",
                "--workload=training:../benchmarks/training"));

        assertThat(options.training()).isEqualTo("sh train.sh");
        assertThat(options.workload()).containsExactly(Path.of("training"), Path.of("../benchmarks/training"));
    }

    @Test
    void anOptionThatNobodyKnowsIsNamed() {
        assertThatThrownBy(() -> BuildOptions.parse(List.of("--clases=x")))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("cannot understand --clases=x");
    }

    @Test
    void anOptionThatIsMissingIsNamed() {
        assertThatThrownBy(() -> BuildOptions.parse(List.of("--project=.")))
                .isInstanceOf(BuildException.class)
                .hasMessage("the option --runtime is missing");
    }

    @Test
    void platformsAreNamedAsTheEngineNamesThem() {
        assertThat(Platform.name("Linux", "amd64")).isEqualTo("linux-x86_64");
        assertThat(Platform.name("Linux", "aarch64")).isEqualTo("linux-aarch64");
        assertThatThrownBy(() -> Platform.name("Mac OS X", "aarch64")).hasMessageContaining("this is Mac OS X");
        assertThatThrownBy(() -> Platform.name("Linux", "riscv64")).hasMessageContaining("this is riscv64");
    }
}
