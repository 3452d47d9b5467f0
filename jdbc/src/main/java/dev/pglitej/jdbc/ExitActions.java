package dev.pglitej.jdbc;

import static java.lang.invoke.MethodType.methodType;

import dev.pglitej.internal.engine.JvmExit;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.util.Collection;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * The actions that run when the JVM ends, after all shutdown hooks. Thread-safe.
 *
 * <p>An action that the JVM has been given can never be removed. So that action consists only of classes of the JDK, and refers to this
 * class only while there is something to do. A class loader whose databases are closed can then be collected.
 */
final class ExitActions {
    private static final String PLACE = "dev.pglitej.jdbc.exit";

    private final Collection<Runnable> actions;
    private final boolean isAfterHooks;

    ExitActions() {
        Optional<Collection<Runnable>> shared = shared();
        this.actions = shared.orElseGet(ConcurrentLinkedQueue::new);
        this.isAfterHooks = shared.isPresent();
    }

    /**
     * The actions of all class loaders of the JVM. The first class loader registers them, because the JVM has few places for actions, and a
     * server runs many applications one after the other.
     */
    @SuppressWarnings("unchecked") // Nobody else puts anything there.
    private static Optional<Collection<Runnable>> shared() {
        Properties places = System.getProperties();
        synchronized (places) {
            if (places.get(PLACE) instanceof Collection<?> present) return Optional.of((Collection<Runnable>) present);
            Collection<Runnable> made = new ConcurrentLinkedQueue<>();
            if (!JvmExit.runAfterHooks(runsAll(made))) return Optional.empty();
            places.put(PLACE, made);
            return Optional.of(made);
        }
    }

    /** Whether the JVM has a place for actions after its hooks. If not, the actions are never run. */
    boolean isAfterHooks() {
        return isAfterHooks;
    }

    /** @param action must not throw, because the others would not run then */
    void add(Runnable action) {
        actions.add(action);
    }

    void remove(Runnable action) {
        actions.remove(action);
    }

    /** {@code () -> actions.forEach(Runnable::run)}, without a class of ours. */
    @SuppressWarnings("unchecked") // Of a consumer of whatever has a method run().
    static Runnable runsAll(Collection<Runnable> actions) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // Until JDK 21 the proxies' classes belong to it.
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            MethodHandle run = lookup.findVirtual(Runnable.class, "run", methodType(void.class));
            MethodHandle forEach =
                    lookup.findVirtual(Iterable.class, "forEach", methodType(void.class, Consumer.class));
            Consumer<Runnable> runner = MethodHandleProxies.asInterfaceInstance(Consumer.class, run);
            return MethodHandleProxies.asInterfaceInstance(
                    Runnable.class, MethodHandles.insertArguments(forEach, 0, actions, runner));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the JDK lacks a method of its own", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
