package dev.pglitej.internal.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs a function of a guest, and answers the guest's requests until the function returns. Confined to the thread that made the outermost
 * call.
 *
 * <p>Calls nest: a host function may call the guest, which then runs on top of its own suspended stack. Level 1 is the outermost. Each
 * request has its level. If that is lower than the level of the call that receives it, the guest has jumped past that call, whose Java
 * frames are then unwound too.
 *
 * <p>A host function of level 1 may suspend the guest. The outermost call then ends although the guest has not, and any thread may continue
 * it later by running that host function again.
 */
final class GuestCalls {
    private final Guest guest;
    private final long address;
    private final GuestState state;
    private final HostBindings bindings;
    private final Imports imports;
    private final AtomicReference<Thread> owner = new AtomicReference<>();
    private final List<PendingCall> pending = new ArrayList<>();
    private int level;
    private boolean isUnwinding;
    private boolean isDead;
    private volatile boolean isSuspended;
    private volatile boolean isClosed;

    GuestCalls(Guest guest, long address, GuestState state, HostBindings bindings, Imports imports) {
        this.guest = guest;
        this.address = address;
        this.state = state;
        this.bindings = bindings;
        this.imports = imports;
    }

    long call(GuestFunction function, long... arguments) {
        if (arguments.length != function.parameters()) {
            throw new IllegalArgumentException("%s was called with %d arguments".formatted(function, arguments.length));
        }
        boolean isOutermost = claim();
        try {
            begin(function, arguments);
            return converse(level, NativeRuntime.resume(address));
        } finally {
            end(isOutermost);
        }
    }

    long resume() {
        boolean isOutermost = claim();
        try {
            checkUsable();
            if (!isSuspended) {
                throw new EngineException("guest %s is not suspended, so it cannot be resumed".formatted(guest));
            }
            isSuspended = false;
            return converse(level, run(level, pendingAt(level)));
        } finally {
            end(isOutermost);
        }
    }

    private void end(boolean isOutermost) {
        level--;
        if (isOutermost) {
            level = 0;
            owner.set(null);
        }
    }

    /** Makes this thread the guest's owner; true if it had none before. */
    private boolean claim() {
        Thread present = Thread.currentThread();
        Thread found = owner.get();
        if (found != present && !owner.compareAndSet(null, present)) {
            throw new EngineException(
                    "guest %s is being run by %s; a guest has one thread at a time".formatted(guest, owner.get()));
        }
        level++;
        return found != present;
    }

    private void begin(GuestFunction function, long[] arguments) {
        checkUsable();
        if (isSuspended) throw new EngineException("guest %s is suspended; resume it instead".formatted(guest));
        if (level > 1) {
            if (isUnwinding) throw new GuestUnwinding();
            pending.get(level - 2).saveArguments();
        }
        for (int i = 0; i < arguments.length; i++) {
            boolean isNarrow = function.signature().charAt(i) == 'i'
                    || function.signature().charAt(i) == 'f';
            state.argument(i, isNarrow ? arguments[i] & 0xffffffffL : arguments[i]);
        }
        state.call(function.code(), function.enter());
    }

    private void checkUsable() {
        if (isClosed) throw new EngineException("guest %s is closed".formatted(guest));
        if (isDead) throw new EngineException("guest %s has trapped; close it".formatted(guest));
    }

    private long converse(int here, int first) {
        int kind = first;
        while (true) {
            if (kind == GuestState.SUSPENDED) {
                isSuspended = true;
                return 0;
            }
            if (state.depth() < here) {
                isUnwinding = true;
                throw new GuestUnwinding();
            }
            switch (kind) {
                case GuestState.HOST_CALL -> kind = answer(here);
                case GuestState.RETURNED -> {
                    return state.result();
                }
                case GuestState.TRAPPED -> {
                    isDead = true;
                    throw TrapReport.of(guest, state);
                }
                default -> throw new IllegalStateException("guest made a request of kind " + kind);
            }
        }
    }

    /** Answers the guest's request; returns the kind of the next one. */
    private int answer(int here) {
        PendingCall call = pendingAt(here);
        HostBinding binding = bindings.get(state.module(), state.importIndex());
        if (binding.function() == HostFunction.unresolved()) binding = missing(binding.type());
        call.begin(binding);
        return run(here, call);
    }

    private HostBinding missing(ImportType type) {
        HostFunction function = imports.missing(type);
        if (function == HostFunction.unresolved()) {
            isDead = true;
            throw UnresolvedFunction.trap(type);
        }
        return HostBinding.of(function, type);
    }

    private int run(int here, PendingCall call) {
        long result;
        try {
            result = call.run();
        } catch (Throwable thrown) {
            return failed(here, thrown);
        }
        checkUsable();
        if (isUnwinding) {
            // The host function has caught the GuestUnwinding, but the guest has left the calling code.
            return landed(here);
        }
        if (call.suspends()) return GuestState.SUSPENDED;
        state.answer(result, call.proceeds());
        return NativeRuntime.resume(address);
    }

    /** A host function threw an exception: because of a jump of the guest, or one of its own, which ends the call. */
    private int failed(int here, Throwable thrown) {
        if (!isClosed && !isDead) {
            if (isUnwinding) return landed(here);
            state.abandon();
            NativeRuntime.resume(address);
        }
        throw Rethrown.of(thrown);
    }

    /** The guest has jumped. If it has landed in the call of this level, its request is the next one. */
    private int landed(int here) {
        if (state.depth() < here) throw new GuestUnwinding();
        isUnwinding = false;
        return state.kind();
    }

    private PendingCall pendingAt(int here) {
        while (pending.size() < here) {
            pending.add(new PendingCall(
                    guest, state, HostBinding.of(HostFunction.unresolved(), HostBindings.NOTHING), pending.size() + 1));
        }
        return pending.get(here - 1);
    }

    boolean isSuspended() {
        return isSuspended;
    }

    /** Whether the guest has trapped, also by a call of an import that is not provided. */
    boolean isDead() {
        return isDead;
    }

    boolean isClosed() {
        return isClosed;
    }

    /** After this no call can begin, and a host function that is running does not return to the guest. */
    boolean close() {
        Thread present = Thread.currentThread();
        Thread found = owner.get();
        if (found != present && !owner.compareAndSet(null, present)) {
            throw new EngineException(
                    "cannot close guest %s: %s is running it; end that call first".formatted(guest, owner.get()));
        }
        boolean wasOpen = !isClosed;
        isClosed = true;
        if (found != present) owner.set(null);
        return wasOpen;
    }
}
