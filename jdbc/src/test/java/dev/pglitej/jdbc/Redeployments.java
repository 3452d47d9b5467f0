package dev.pglitej.jdbc;

import dev.pglitej.internal.engine.MemoryRegion;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.postgresql.Driver;

/**
 * A JVM that loads an application, with the driver in it, as often as asked, in a class loader of its own each time, and says what is
 * left of them.
 */
final class Redeployments {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);

    private Redeployments() {}

    /** One in so many uses all that there is to use, which takes its time; the others open a database and ask something. */
    private static final int THOROUGH = 10;

    /** What runs in the class loader; and what an application does when it is stopped. */
    public static final class Application implements Function<Boolean, String>, AutoCloseable {
        @Override
        public String apply(Boolean isThorough) {
            try {
                return isThorough ? ApplicationWork.runAll() : ApplicationWork.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws SQLException {
            PGliteDriver.deregister();
            Driver.deregister();
        }
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        boolean together = arguments.length > 1;
        List<URLClassLoader> open = new ArrayList<>();
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
            loaders.add(new WeakReference<>(loader));
            System.out.println(use(loader, i % THOROUGH == 0, !together));
            if (together) open.add(loader);
            else loader.close();
        }
        for (URLClassLoader loader : open) {
            System.out.println(use(loader, true, true));
            loader.close();
        }
        open.clear();
        System.out.println("left: " + awaitCollected(loaders));
        awaitUnloaded();
        System.out.println("engines: " + mapped("pglitej_engine") + ", loaders: " + mapped("loader-"));
        System.out.println("memory of files: " + MemoryRegion.reservedBytes());
    }

    @SuppressWarnings("unchecked") // The application's class is another class loader's.
    private static String use(ClassLoader loader, boolean isThorough, boolean stop) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader former = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            Object application = loader.loadClass(Application.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            String answer = ((Function<Boolean, String>) application).apply(isThorough);
            if (stop) ((AutoCloseable) application).close();
            return answer;
        } finally {
            thread.setContextClassLoader(former);
        }
    }

    private static URL[] classPath() throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    private static long awaitCollected(List<WeakReference<ClassLoader>> loaders) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (left(loaders) > 0 && System.nanoTime() < deadline) {
            System.gc();
            Thread.sleep(100);
        }
        return left(loaders);
    }

    /** A collected class loader's library is unloaded by a thread of the JDK, some time later. */
    private static void awaitUnloaded() throws InterruptedException, IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (mapped("loader-") > 0 && System.nanoTime() < deadline) {
            System.gc();
            Thread.sleep(100);
        }
    }

    private static long left(List<WeakReference<ClassLoader>> loaders) {
        return loaders.stream().filter(loader -> loader.get() != null).count();
    }

    /** How many files of such a name this process has mapped. */
    private static long mapped(String name) throws IOException {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.map(line -> line.substring(line.indexOf('/') + 1))
                    .filter(file -> file.contains(name))
                    .distinct()
                    .count();
        }
    }
}
