package dev.pglitej.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class DaemonThreadsTest {
    @Test
    void aThreadHasNothingOfItsMaker() throws Exception {
        InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
        AtomicReference<String> seen = new AtomicReference<>("not run");
        Thread maker = new Thread(() -> {
            local.set("the maker's");
            Thread thread = DaemonThreads.of(
                    "a name", () -> seen.set(Thread.currentThread().getName() + local.get()));

            assertThat(thread.isDaemon()).isTrue();
            assertThat(thread.getContextClassLoader()).isSameAs(DaemonThreads.class.getClassLoader());
            thread.start();
            join(thread);
        });
        maker.setContextClassLoader(new URLClassLoader(new URL[0]));
        maker.start();
        maker.join();

        assertThat(seen).hasValue("a name" + null);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
