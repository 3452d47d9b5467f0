package dev.pglitej.internal.kernel.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.internal.kernel.Errno;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StandardStreamsTest {

    private final List<String> lines = new ArrayList<>();
    private final LineSink sink = new LineSink(lines::add);

    @Test
    void linesArriveWholeHoweverTheyWereWritten() {
        write("first li");
        write("ne\nsecond\nthi");
        write("rd \u00e9");

        assertThat(lines).containsExactly("first line", "second");
        sink.release();
        assertThat(lines).containsExactly("first line", "second", "third \u00e9");
    }

    @Test
    void anEndlessLineIsPassedOnInParts() {
        write("x".repeat(65536 + 1));

        assertThat(lines).containsExactly("x".repeat(65536));
    }

    @Test
    void aSourceGivesItsBytesAndThenEndsForGood() {
        ByteSource source = ByteSource.of("abc".getBytes(StandardCharsets.US_ASCII));
        ByteBuffer target = ByteBuffer.allocate(2);

        assertThat(source.read(target)).isEqualTo(2);
        assertThat(source.read(target.clear())).isEqualTo(1);
        assertThat(source.read(target.clear())).isZero();
        assertThat(source.read(target)).isZero();
        assertThatThrownBy(() -> source.write(target)).isSameAs(Errno.EBADF.failure());
    }

    private void write(String text) {
        sink.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
