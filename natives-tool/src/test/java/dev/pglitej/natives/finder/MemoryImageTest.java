package dev.pglitej.natives.finder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MemoryImageTest {
    private final MemoryImage memory =
            new MemoryImage("\0\0\0\0on_proc_exit\0\1\2\3\4\0tail".getBytes(StandardCharsets.US_ASCII));

    @Test
    void aStringIsReadUpToItsZeroByte() {
        assertThat(memory.string(4)).contains("on_proc_exit");
    }

    @Test
    void aStringThatSharesTheTailOfAnotherIsFoundToo() {
        assertThat(memory.addressesOf("proc_exit")).containsExactly(7);
    }

    @Test
    void controlCharactersUnterminatedTextAndAddressesOutsideAreNoStrings() {
        assertThat(memory.string(17)).isEmpty();
        assertThat(memory.string(22)).isEmpty();
        assertThat(memory.string(0)).isEmpty();
        assertThat(memory.string(-1)).isEmpty();
        assertThat(memory.string(4096)).isEmpty();
    }

    @Test
    void wordsAreLittleEndianAndZeroOutside() {
        assertThat(memory.word(17)).isEqualTo(0x04030201);
        assertThat(memory.word(memory.size() - 3)).isZero();
        assertThat(memory.word(-4)).isZero();
    }
}
