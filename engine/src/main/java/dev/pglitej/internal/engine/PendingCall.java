package dev.pglitej.internal.engine;

/**
 * The call of a host function at one depth of nesting. It is reused, so that a call allocates nothing. Arguments are read from the request
 * itself, until a nested call of the guest needs that place.
 */
final class PendingCall implements HostCall {
    private static final int MAX_ARGUMENTS = 32;

    private final Guest guest;
    private final GuestState state;
    private final long[] saved = new long[MAX_ARGUMENTS];
    private HostBinding binding;
    private final int level;
    private boolean isSaved;
    private boolean proceeds;
    private boolean suspends;

    PendingCall(Guest guest, GuestState state, HostBinding binding, int level) {
        this.guest = guest;
        this.state = state;
        this.binding = binding;
        this.level = level;
    }

    void begin(HostBinding called) {
        binding = called;
        isSaved = false;
    }

    /** Runs the function: once, and again after each suspension. */
    long run() {
        proceeds = false;
        suspends = false;
        return binding.function().call(this);
    }

    /** Call it before the request is overwritten. */
    void saveArguments() {
        if (!isSaved) {
            for (int i = 0; i < binding.parameters(); i++) saved[i] = state.argument(i);
            isSaved = true;
        }
    }

    boolean proceeds() {
        return proceeds;
    }

    boolean suspends() {
        return suspends;
    }

    @Override
    public Guest guest() {
        return guest;
    }

    @Override
    public GuestMemory memory() {
        return guest.memory();
    }

    @Override
    public int i32(int n) {
        return (int) i64(n);
    }

    @Override
    public long i64(int n) {
        if (n >= binding.parameters()) {
            throw new IndexOutOfBoundsException("%s has no argument %d".formatted(binding.type(), n));
        }
        return isSaved ? saved[n] : state.argument(n);
    }

    @Override
    public double f64(int n) {
        return Double.longBitsToDouble(i64(n));
    }

    @Override
    public String name() {
        return binding.type().name();
    }

    @Override
    public long proceed() {
        if (!binding.type().isHook()) {
            throw new IllegalStateException(
                    "%s is not a hook: there is no original to proceed to".formatted(binding.type()));
        }
        proceeds = true;
        return 0;
    }

    @Override
    public boolean canSuspend() {
        return level == 1;
    }

    @Override
    public long suspend() {
        if (!canSuspend()) {
            throw new IllegalStateException(
                    "%s cannot suspend the guest inside a nested call".formatted(binding.type()));
        }
        suspends = true;
        return 0;
    }
}
