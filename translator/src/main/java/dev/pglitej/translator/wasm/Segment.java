package dev.pglitej.translator.wasm;

import java.util.List;
import java.util.Optional;

/** Contents of memory or of the table. An active segment has a place, where instantiation puts it. */
public sealed interface Segment {
    Optional<Initializer> place();

    /**
     * Contents of the table.
     *
     * @param isDeclarative whether it serves validation alone and is dropped from the start
     */
    record OfElements(Optional<Initializer> place, boolean isDeclarative, List<Initializer> elements)
            implements Segment {}

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and copying megabytes serves nobody
    record OfData(Optional<Initializer> place, byte[] bytes) implements Segment {}
}
