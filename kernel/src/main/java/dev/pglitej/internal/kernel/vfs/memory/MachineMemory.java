package dev.pglitej.internal.kernel.vfs.memory;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How much memory this machine has, or its container may use. Stateless; asking loads classes that take some ten milliseconds. */
final class MachineMemory {
    /** The JVM's own default for the heap is a quarter of the memory. */
    private static final int HEAPS = 4;

    private MachineMemory() {}

    static long bytes() {
        try {
            return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                    .getTotalMemorySize();
        } catch (LinkageError | IllegalArgumentException e) {
            // A runtime image without the module jdk.management.
            return HEAPS * Runtime.getRuntime().maxMemory();
        }
    }
}
