package dev.pglitej.internal.engine;

/**
 * Unwinds Java frames that stand between two parts of a guest's stack when the guest jumps past them (longjmp over a
 * nested call). Thrown by {@link Guest#call} and absorbed by the engine; a host function that catches {@link Throwable}
 * must let it pass.
 */
public final class GuestUnwinding extends Error {
    private static final long serialVersionUID = 1L;

    GuestUnwinding() {
        super("the guest has jumped past a call of its host", null, false, false);
    }
}
