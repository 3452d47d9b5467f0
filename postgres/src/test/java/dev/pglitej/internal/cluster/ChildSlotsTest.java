package dev.pglitej.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.backend.BackendKind;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class ChildSlotsTest {
    private static final Map<String, Integer> SETTINGS =
            Map.of("max_connections", 3, "max_wal_senders", 1, "autovacuum_worker_slots", 2, "max_worker_processes", 2);

    private final ChildSlots slots = new ChildSlots(SETTINGS::get);

    @Test
    void placesAreCountedFromOneInTheOrderOfPostgresqlsKinds() {
        Map<BackendKind, Integer> first = new EnumMap<>(BackendKind.class);
        for (BackendKind kind : BackendKind.values()) {
            first.put(kind, slots.take(kind).orElseThrow());
        }

        assertThat(first)
                .containsEntry(BackendKind.CLIENT_BACKEND, 1)
                .containsEntry(BackendKind.AUTOVACUUM_LAUNCHER, 9)
                .containsEntry(BackendKind.AUTOVACUUM_WORKER, 10)
                .containsEntry(BackendKind.BACKGROUND_WORKER, 12)
                .containsEntry(BackendKind.BACKGROUND_WRITER, 16)
                .containsEntry(BackendKind.CHECKPOINTER, 17)
                .containsEntry(BackendKind.WAL_WRITER, 53);
    }

    @Test
    void theLowestFreePlaceIsGivenOutAgain() {
        slots.take(BackendKind.CLIENT_BACKEND);
        slots.take(BackendKind.CLIENT_BACKEND);
        slots.take(BackendKind.CLIENT_BACKEND);

        slots.free(BackendKind.CLIENT_BACKEND, 2);

        assertThat(slots.take(BackendKind.CLIENT_BACKEND)).hasValue(2);
        assertThat(slots.take(BackendKind.CLIENT_BACKEND)).hasValue(4);
    }

    @Test
    void aKindWithoutPlacesLeavesTheOthersTheirs() {
        slots.take(BackendKind.CHECKPOINTER);

        assertThat(slots.take(BackendKind.CHECKPOINTER)).isEqualTo(OptionalInt.empty());
        assertThat(slots.take(BackendKind.WAL_WRITER)).isPresent();
    }
}
