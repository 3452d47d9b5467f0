package dev.pglitej.internal.engine.nativelib;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The resources of artifacts. Thread-safe. */
interface Resources {
    /** The contents of a resource, which the caller closes; null if there is none. */
    @Nullable
    InputStream open(String name) throws IOException;
}
