package dev.pglitej.internal.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The offsets that the host has for PostgreSQL's structs, beside those that the build finds in the binary. The latter are recorded, and a
 * test of pglitej-natives compares the record with the binary.
 */
final class StructsTest {
    private static final Path FOUND = Path.of("../natives/src/test/resources/dev/pglitej/natives/finder/findings.txt");
    private static final String PREFIX = "struct ";

    private static final Map<String, Integer> OURS = Map.ofEntries(
            entry("PGPROC.sizeof", Pgproc.BYTES),
            entry("PGPROC.pid", Pgproc.PID),
            entry("PGPROC.procLatch", Pgproc.LATCH),
            entry("PGPROC.vxid", Pgproc.LOCAL_TRANSACTION - Integer.BYTES),
            entry("PROC_HDR.allProcs", ProcGlobal.PROCS),
            entry("PROC_HDR.checkpointerProc", ProcGlobal.CHECKPOINTER),
            entry("CheckpointerShmemStruct.ckpt_started", CheckpointerShmem.STARTED),
            entry("CheckpointerShmemStruct.ckpt_done", CheckpointerShmem.DONE),
            entry("CheckpointerShmemStruct.ckpt_failed", CheckpointerShmem.FAILED),
            entry("CheckpointerShmemStruct.ckpt_flags", CheckpointerShmem.FLAGS),
            entry("Latch.is_set", Latch.IS_SET),
            entry("Latch.maybe_sleeping", Latch.MAYBE_SLEEPING),
            entry("WaitEvent.sizeof", WaitEvent.BYTES),
            entry("WaitEvent.pos", WaitEvent.POSITION),
            entry("WaitEvent.events", WaitEvent.EVENTS),
            entry("WaitEvent.fd", WaitEvent.SOCKET),
            entry("WaitEvent.user_data", WaitEvent.USER_DATA),
            entry("WaitEventSet.nevents", WaitEventSet.COUNT),
            entry("WaitEventSet.events", WaitEventSet.EVENTS),
            entry("WaitEventSet.latch", WaitEventSet.LATCH),
            entry("WaitEventSet.latch_pos", WaitEventSet.LATCH_POSITION),
            entry("BackgroundWorkerArray.total_slots", WorkerSlots.TOTAL),
            entry("BackgroundWorkerArray.parallel_terminate_count", WorkerSlots.PARALLEL_TERMINATED),
            entry("BackgroundWorkerArray.slot", WorkerSlots.SLOTS),
            entry("BackgroundWorkerSlot.sizeof", WorkerSlots.SLOT_BYTES),
            entry("BackgroundWorkerSlot.in_use", WorkerSlots.IN_USE),
            entry("BackgroundWorkerSlot.terminate", WorkerSlots.TERMINATE),
            entry("BackgroundWorkerSlot.pid", WorkerSlots.PID),
            entry("BackgroundWorkerSlot.worker", WorkerSlots.WORKER),
            entry("BackgroundWorker.sizeof", WorkerSlots.WORKER_BYTES),
            entry("BackgroundWorker.bgw_flags", WorkerSlots.FLAGS - WorkerSlots.WORKER),
            entry("PMSignalData.PMChildFlags-1", PmSignalData.CHILD_FLAGS - Integer.BYTES),
            entry("BufferDesc.state", BufferPool.STATE),
            entry("ClientSocket.raddr", ClientSocket.REMOTE),
            entry("ClientSocket.raddr.salen", ClientSocket.REMOTE + SockAddr.LENGTH),
            entry("Port.laddr", Port.LOCAL));

    @Test
    void theOffsetsOfTheHostAreThoseOfTheBinary() throws IOException {
        Map<String, Integer> found = Files.readAllLines(FOUND).stream()
                .filter(line -> line.startsWith(PREFIX))
                .map(line -> line.substring(PREFIX.length()).split("=", 2))
                .collect(Collectors.toMap(field -> field[0], field -> Integer.valueOf(field[1])));

        assertThat(found).containsExactlyInAnyOrderEntriesOf(OURS);
    }
}
