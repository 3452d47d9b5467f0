package dev.pglitej.internal.engine.nativelib;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The resources of this project's artifacts: on the class path, on the module path, or in a layer of modules. Thread-safe.
 *
 * <p>{@link Class#getResource} would find only resources of its own named module. A class loader finds those of all its modules, but each
 * module of a layer may have a loader of its own.
 */
public final class PackagedResources {
    private PackagedResources() {}

    /** The contents of a resource, which the caller closes; null if there is none. */
    public static @Nullable InputStream open(String name) throws IOException {
        InputStream found = loader().getResourceAsStream(name);
        if (found != null) return found;
        for (Module module : otherModules()) {
            found = module.getResourceAsStream(name);
            if (found != null) return found;
        }
        return null;
    }

    /** The contents of all resources of that name, one an artifact. */
    public static List<byte[]> all(String name) throws IOException {
        List<byte[]> found = new ArrayList<>();
        for (URL url : Collections.list(loader().getResources(name))) {
            try (InputStream in = url.openStream()) {
                found.add(in.readAllBytes());
            }
        }
        if (!found.isEmpty()) return found;
        for (Module module : otherModules()) {
            try (InputStream in = module.getResourceAsStream(name)) {
                if (in != null) found.add(in.readAllBytes());
            }
        }
        return found;
    }

    /** The modules of the layer of this class; none on the class path. */
    private static Iterable<Module> otherModules() {
        ModuleLayer layer = PackagedResources.class.getModule().getLayer();
        return layer == null ? List.of() : layer.modules();
    }

    private static ClassLoader loader() {
        return PackagedResources.class.getClassLoader();
    }
}
