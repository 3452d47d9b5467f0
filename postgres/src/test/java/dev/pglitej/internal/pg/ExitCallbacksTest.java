package dev.pglitej.internal.pg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.engine.GuestMemory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Entries are told apart by their function; the argument of each is its function's number negated. */
final class ExitCallbacksTest {
    private static final int SHUTDOWN_XLOG = 71;
    private static final int PGSTAT_BEFORE_SERVER_SHUTDOWN = 72;

    private static final Map<String, Integer> SYMBOLS = Map.of(
            "before_shmem_exit_index", 0,
            "before_shmem_exit_list", 1000,
            "on_shmem_exit_index", 4,
            "on_shmem_exit_list", 2000,
            "on_proc_exit_index", 8,
            "on_proc_exit_list", 3000,
            "table.ShutdownXLOG", SHUTDOWN_XLOG,
            "table.pgstat_before_server_shutdown", PGSTAT_BEFORE_SERVER_SHUTDOWN);

    private final GuestMemory memory = GuestMemory.wrap(ByteBuffer.allocate(4096));
    private final ExitCallbacks callbacks = new ExitCallbacks(memory, PgVariablesTest.with(SYMBOLS));

    @BeforeEach
    void registerSome() {
        register("before_shmem_exit", 10, SHUTDOWN_XLOG, 11, PGSTAT_BEFORE_SERVER_SHUTDOWN, 12);
        register("on_shmem_exit", 20, 21, 22);
        register("on_proc_exit", 30, 31);
    }

    @Test
    void theLengthsOfTheListsAreCounted() {
        assertThat(callbacks.counts()).isEqualTo(new ExitCallbacks.Counts(3, 2));
    }

    @Test
    void aChildInheritsNone() {
        callbacks.reset();

        assertThat(functions("before_shmem_exit")).isEmpty();
        assertThat(functions("on_shmem_exit")).isEmpty();
        assertThat(functions("on_proc_exit")).isEmpty();
    }

    @Test
    void theFirstProcessLosesWhatWouldEndTheCluster() {
        callbacks.keepClusterAlive(new ExitCallbacks.Counts(2, 1));

        assertThat(functions("before_shmem_exit")).containsExactly(10, 11, 12);
        assertThat(functions("on_shmem_exit")).containsExactly(22);
        assertThat(functions("on_proc_exit")).containsExactly(31);
    }

    private void register(String list, int... functions) {
        memory.putInt(symbol(list + "_index"), functions.length);
        for (int i = 0; i < functions.length; i++) {
            memory.putInt(entry(list, i), functions[i]);
            memory.putInt(entry(list, i) + 4, -functions[i]);
        }
    }

    private List<Integer> functions(String list) {
        int length = memory.getInt(symbol(list + "_index"));
        return IntStream.range(0, length).mapToObj(i -> function(list, i)).toList();
    }

    private int function(String list, int index) {
        int function = memory.getInt(entry(list, index));
        assertThat(memory.getInt(entry(list, index) + 4)).isEqualTo(-function);
        return function;
    }

    private static int entry(String list, int index) {
        return symbol(list + "_list") + 8 * index;
    }

    private static int symbol(String name) {
        return SYMBOLS.getOrDefault(name, -1);
    }
}
