package dev.pglitej.internal.engine;

/** An access to a guest's memory that does not lie inside it. Stackless: it becomes the guest's own error (EFAULT). */
public final class GuestFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GuestFault(long address, long length, long size) {
        super(
                "no %d bytes at guest address %d: the memory has %d bytes".formatted(length, address, size),
                null,
                false,
                false);
    }
}
