package dev.pglitej.internal.cluster;

import static dev.pglitej.Eventually.DEADLINE_NANOS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.pglitej.internal.protocol.BackendMessage;
import dev.pglitej.internal.protocol.ErrorFields;
import dev.pglitej.internal.protocol.FrameDecoder;
import dev.pglitej.spi.MemoryChannel;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class FatalMessageTest {
    private final MemoryChannel channel = new MemoryChannel();

    @Test
    void theClientOfACrashedDatabaseIsToldSoInTheProtocol() throws InterruptedException {
        FatalMessage.CRASH_SHUTDOWN.sendTo(channel);

        ByteBuffer received = channel.receive(DEADLINE_NANOS);
        FrameDecoder decoder = FrameDecoder.forMessages();
        assertThat(decoder.take(received)).isTrue();
        assertThat(received.hasRemaining()).isFalse();
        assertThat(BackendMessage.decode(decoder.frame()))
                .isEqualTo(
                        new BackendMessage.ErrorResponse(
                                ErrorFields.fatal(
                                                "57P02",
                                                "terminating connection because of crash of another server process")
                                        .withDetail(
                                                "The postmaster has commanded this server process to roll back the current"
                                                        + " transaction and exit, because another server process exited abnormally and"
                                                        + " possibly corrupted shared memory.")
                                        .withHint(
                                                "In a moment you should be able to reconnect to the database and repeat your command.")));
    }

    @Test
    void aClientThatIsGoneIsNotTold() {
        channel.close();

        assertThatCode(() -> FatalMessage.CRASH_SHUTDOWN.sendTo(channel)).doesNotThrowAnyException();
    }
}
