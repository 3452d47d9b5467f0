package dev.pglitej.internal.kernel.vfs.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ChunksTest {

    private static final int MEBIBYTE = 1 << 20;
    private static final int CHUNKS_OF_A_REGION = 8192;
    private static final int WARM = 16 * MEBIBYTE;

    private final Chunks chunks = new Chunks(4);

    private int[] take(int count) {
        int[] taken = new int[count];
        ByteBuffer ones = ByteBuffer.allocate(Chunks.BYTES);
        while (ones.hasRemaining()) ones.put((byte) 1);
        for (int i = 0; i < count; i++) {
            taken[i] = chunks.take(0);
            chunks.write(taken[i], 0, ones.clear(), Chunks.BYTES);
        }
        return taken;
    }

    /** What this process has in memory that no file stands behind, as Linux counts it. */
    private static long anonymousBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("RssAnon:")) return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
        }
        throw new IOException("no RssAnon in /proc/self/status");
    }

    @Test
    void noTwoHoldersGetTheSameChunk() {
        int[] taken = take(2 * CHUNKS_OF_A_REGION);

        assertThat(taken).doesNotHaveDuplicates().doesNotContain(0);
        assertThat(chunks.usedBytes()).isEqualTo(2L * CHUNKS_OF_A_REGION * Chunks.BYTES);
    }

    @Test
    void whatIsLetGoGoesBackToTheSystemButForAFew() throws IOException {
        int[] taken = take(3 * CHUNKS_OF_A_REGION);
        long before = anonymousBytes();

        chunks.leave(taken);

        assertThat(chunks.usedBytes()).isZero();
        assertThat(chunks.residentBytes()).isEqualTo(WARM);
        assertThat(anonymousBytes()).isLessThan(before - 150 * MEBIBYTE);
    }

    @Test
    void whatWentBackCanBeTakenAgain() {
        chunks.leave(take(4 * CHUNKS_OF_A_REGION - 1));

        int[] again = take(4 * CHUNKS_OF_A_REGION - 1);

        assertThat(again).doesNotHaveDuplicates().doesNotContain(0);
    }

    @Test
    void aChunkIsFreeWhenTheLastOfItsHoldersHasLeft() {
        int chunk = chunks.take(0);
        chunks.hold(chunk);
        assertThat(chunks.isShared(chunk)).isTrue();

        chunks.leave(chunk);
        assertThat(chunks.isShared(chunk)).isFalse();
        assertThat(chunks.usedBytes()).isEqualTo(Chunks.BYTES);

        chunks.leave(chunk);
        assertThat(chunks.usedBytes()).isZero();
    }

    @Test
    void thereAreNoneBeyondTheLastRegion() {
        take(4 * CHUNKS_OF_A_REGION - 1);

        assertThat(chunks.take(0)).isZero();
    }

    @Test
    void theLastOnesAreForThoseToWhomNoneMayBeRefused() {
        Chunks few = new Chunks(2);

        assertThat(countTaken(few, Chunks.KEPT_FROM_NEW)).isEqualTo(2 * CHUNKS_OF_A_REGION - 1 - Chunks.KEPT_FROM_NEW);
        assertThat(countTaken(few, Chunks.KEPT_FROM_SHARED)).isEqualTo(Chunks.KEPT_FROM_NEW - Chunks.KEPT_FROM_SHARED);
        assertThat(countTaken(few, 0)).isEqualTo(Chunks.KEPT_FROM_SHARED);
        assertThat(few.take(0)).isZero();
    }

    @Test
    void whatWasPromisedIsThereWhateverElseIsTaken() {
        Chunks few = new Chunks(2);
        int most = 2 * CHUNKS_OF_A_REGION - 1;
        assertThat(few.promise(most + 1, 0)).isFalse();
        assertThat(few.promise(1000, 0)).isTrue();

        assertThat(countTaken(few, 0)).isEqualTo(most - 1000);
        assertThat(few.promise(1, 0)).isFalse();

        for (int i = 0; i < 1000; i++) assertThat(few.takePromised()).isPositive();
        assertThat(few.takePromised()).isZero();
    }

    @Test
    void whatIsPromisedAndLetGoCanBePromisedAgain() {
        Chunks few = new Chunks(1);
        assertThat(few.promise(CHUNKS_OF_A_REGION - 1, 0)).isTrue();

        few.leave(new int[] {Extent.PROMISED, Extent.HOLE, Extent.PROMISED});

        assertThat(few.promise(3, 0)).isFalse();
        assertThat(few.promise(2, 0)).isTrue();
    }

    private static int countTaken(Chunks from, int kept) {
        int count = 0;
        while (from.take(kept) != 0) count++;
        return count;
    }
}
