package dev.pglitej.internal.engine;

/** Function types as text: parameters, a colon, results. */
final class Signatures {
    private static final int MAX_ARGUMENTS = 32;
    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private Signatures() {}

    static int parameters(String signature) {
        return signature.indexOf(':');
    }

    /** Refuses a text that is not a signature. */
    static String checked(String signature) {
        if (!signature.matches("[ijfd]*:[ijfd]?") || parameters(signature) > MAX_ARGUMENTS) {
            throw new IllegalArgumentException(
                    "'%s' is not a function signature: expected letters of i, j, f, d, a colon, and at most one more letter"
                            .formatted(signature));
        }
        return signature;
    }

    /** The canonical type id of rt.h: FNV-1a of the text, never 0. */
    static int typeId(String signature) {
        int hash = FNV_OFFSET;
        for (int i = 0; i < signature.length(); i++) hash = (hash ^ signature.charAt(i)) * FNV_PRIME;
        return hash == 0 ? 1 : hash;
    }
}
