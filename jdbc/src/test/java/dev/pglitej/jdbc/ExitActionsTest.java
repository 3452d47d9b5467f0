package dev.pglitej.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ExitActionsTest {
    @Test
    void whatTheJvmIsGivenRunsTheActionsThatThereAreThen() {
        List<Runnable> actions = new ArrayList<>();
        List<String> ran = new ArrayList<>();
        Runnable all = ExitActions.runsAll(actions);
        actions.add(() -> ran.add("one"));
        actions.add(() -> ran.add("two"));
        actions.remove(0);

        all.run();

        assertThat(ran).containsExactly("two");
    }

    @Test
    void whatTheJvmIsGivenKeepsNoClassLoader() {
        ClassLoader ours = ExitActions.class.getClassLoader();

        Runnable all = ExitActions.runsAll(new ArrayList<>());

        assertThat(all.getClass().getClassLoader()).isNotEqualTo(ours);
        assertThat(Thread.currentThread().getContextClassLoader()).isEqualTo(ours);
    }

    @Test
    void anyNumberOfClassLoadersHaveAPlace() {
        // The JVM has seven.
        for (int i = 0; i < 20; i++) {
            assertThat(new ExitActions().isAfterHooks()).isTrue();
        }
    }
}
