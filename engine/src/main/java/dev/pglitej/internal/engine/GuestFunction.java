package dev.pglitej.internal.engine;

/** A function of a guest that the host can call. It is valid for every guest of the same module. */
public final class GuestFunction {
    private final String name;
    private final String signature;
    private final int parameters;
    private final long code;
    private final long enter;

    GuestFunction(String name, String signature, long code, long enter) {
        this.name = name;
        this.signature = signature;
        this.parameters = Signatures.parameters(signature);
        this.code = code;
        this.enter = enter;
    }

    public String name() {
        return name;
    }

    /** Parameters, a colon, results, as in "ii:i". */
    public String signature() {
        return signature;
    }

    int parameters() {
        return parameters;
    }

    long code() {
        return code;
    }

    long enter() {
        return enter;
    }

    @Override
    public String toString() {
        return name + " (" + signature + ")";
    }
}
