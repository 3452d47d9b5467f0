package dev.pglitej.internal.engine;

/**
 * A function of the host that a guest calls. Runs on the thread that runs the guest, which is suspended meanwhile, and
 * may call the guest in turn. The result is raw: an int as a long, a double as its bits.
 *
 * <p>What it throws ends the guest's current call: all guest frames down to the innermost {@link Guest#call} are
 * abandoned and that call throws it. {@link GuestUnwinding} must not be caught.
 */
@FunctionalInterface
public interface HostFunction {
    long call(HostCall call);

    /**
     * Stands for a function that the host does not provide: the runtime's own implementation is used where it has one;
     * otherwise calling it is what {@link Imports#missing} says. A hook resolved to this is not hooked.
     */
    static HostFunction unresolved() {
        return UnresolvedFunction.INSTANCE;
    }
}
