package dev.pglitej.internal.kernel.process;

import dev.pglitej.internal.kernel.io.DescriptorTable;
import dev.pglitej.internal.kernel.vfs.Directory;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The start parameters of a process. Immutable, except for the table, which the process takes over.
 *
 * @param arguments the first is the program's own name
 * @param environment in the order in which the process will see it
 */
public record Launch(
        Program program,
        List<String> arguments,
        Map<String, String> environment,
        Directory workingDirectory,
        int umask,
        DescriptorTable descriptors) {

    /** The default: no write permission for group and others. */
    public static final int DEFAULT_UMASK = 022;

    public Launch {
        arguments = List.copyOf(arguments);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }
}
