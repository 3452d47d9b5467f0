package dev.pglitej.internal.engine.nativelib;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Where artifacts carry their files. Thread-safe. */
interface Resources {
    /** The contents of a resource, which the caller closes; null where there is none. */
    @Nullable
    InputStream open(String name) throws IOException;
}
