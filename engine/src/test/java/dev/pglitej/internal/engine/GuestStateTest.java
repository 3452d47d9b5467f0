package dev.pglitej.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GuestStateTest {
    @Test
    void javaAndCAgreeOnTheLayout() {
        NativeRuntime.ensureLoaded();
        long[] layout = NativeRuntime.layout();

        assertThat(Arrays.copyOf(layout, layout.length - 1))
                .containsExactly(
                        GuestState.BYTES,
                        GuestState.AREA_BYTES,
                        GuestState.HEADER_BYTES,
                        GuestState.GOT_BYTES,
                        GuestState.TABLE_CAPACITY,
                        GuestState.ENTRY_BYTES,
                        GuestState.MEMORY_PAGES,
                        GuestState.TABLE_SIZE,
                        GuestState.TABLE_MAX,
                        GuestState.REQUEST,
                        GuestState.MODULE,
                        GuestState.IMPORT,
                        GuestState.DEPTH,
                        GuestState.TRAP,
                        GuestState.ANSWER,
                        GuestState.FAULT,
                        GuestState.ARGUMENTS,
                        GuestState.RESULTS,
                        GuestState.CONTROL,
                        GuestState.CODE,
                        GuestState.ENTER,
                        GuestState.TRAP_AT,
                        GuestState.RETURNED,
                        GuestState.HOST_CALL,
                        GuestState.TRAPPED,
                        GuestState.ABANDONED,
                        HostBindings.MAX_HOST_FUNCTIONS);
        assertThat(Trap.of((int) layout[layout.length - 1])).isEqualTo(Trap.UNRESOLVED_IMPORT);
    }

    @Test
    void typeIdsAreTheHashThatTheContractNames() {
        assertThat(Signatures.typeId("")).isEqualTo(0x811c9dc5);
        assertThat(Signatures.typeId("ii:i")).isEqualTo(fnv1a("ii:i"));
    }

    private static int fnv1a(String text) {
        long hash = 2166136261L;
        for (int i = 0; i < text.length(); i++) hash = ((hash ^ text.charAt(i)) * 16777619L) & 0xffffffffL;
        return (int) hash;
    }
}
