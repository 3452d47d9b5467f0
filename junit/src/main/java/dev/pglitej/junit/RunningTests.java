package dev.pglitej.junit;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Which tests and classes an extension serves at the moment, and on which threads. Thread-safe. */
final class RunningTests {
    private final Set<ExtensionContext> running = ConcurrentHashMap.newKeySet();

    @SuppressWarnings("ThreadLocalUsage") // One an extension, and those live as long as their tests.
    private final ThreadLocal<@Nullable ExtensionContext> ofThread = new ThreadLocal<>();

    void begin(ExtensionContext context) {
        running.add(context);
        ofThread.set(context);
    }

    void end(ExtensionContext context) {
        running.remove(context);
        ofThread.set(context.getParent().orElse(null));
    }

    /**
     * The test on this thread, or else the only one there is, since timeouts have a test run on a thread of its own; or a class alike.
     *
     * @throws IllegalStateException if nothing runs, or it is unclear what
     */
    ExtensionContext current() {
        ExtensionContext here = ofThread.get();
        if (here != null && running.contains(here)) return here;
        List<ExtensionContext> all = List.copyOf(running);
        List<ExtensionContext> methods =
                all.stream().filter(one -> one.getTestMethod().isPresent()).toList();
        if (methods.size() == 1) return methods.get(0);
        if (methods.isEmpty() && all.size() == 1) return all.get(0);
        throw new IllegalStateException(
                all.isEmpty()
                        ? "no test is running that this PGliteExtension serves; annotate its field with @RegisterExtension"
                        : "several tests are running, and none on this thread; have the database injected into a"
                                + " parameter");
    }
}
