package dev.pglitej.internal.kernel.vfs;

import java.util.concurrent.atomic.AtomicInteger;

/** The {@code st_dev} numbers of file systems that no host device is behind, each used once. Thread-safe. */
public final class DeviceNumbers {

    private static final AtomicInteger LAST = new AtomicInteger();

    private DeviceNumbers() {}

    public static int next() {
        return LAST.incrementAndGet();
    }
}
