package dev.pglitej.internal.engine;

/**
 * A function of the host that a guest calls. Runs on the thread that runs the guest, which is suspended meanwhile, and
 * may call the guest in turn. The result is raw: an int as a long, a double as its bits.
 *
 * <p>An exception ends the guest's current call: all guest frames down to the innermost {@link Guest#call} are dropped, and that call
 * throws it. {@link GuestUnwinding} must not be caught.
 */
@FunctionalInterface
public interface HostFunction {
    long call(HostCall call);

    /**
     * Stands for a function that the host does not provide. The runtime's own implementation is used if there is one; otherwise
     * {@link Imports#missing} determines the result of a call. A hook resolved to this is not hooked.
     */
    static HostFunction unresolved() {
        return UnresolvedFunction.INSTANCE;
    }
}
