package dev.pglitej.internal.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pglitej.internal.cluster.OneWayClient;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;

/** A client that connects, asks one thing, and leaves as soon as it has the answer. Confined to the session's thread. */
final class SilentClient extends OneWayClient {
    private static final int PROTOCOL_3 = 3 << 16;
    private static final byte QUERY = 'Q';
    private static final byte TERMINATE = 'X';
    /** ReadyForQuery, with no transaction open. */
    private static final byte[] READY = {'Z', 0, 0, 0, 5, 'I'};

    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();

    /** @param parameters of the startup packet, each name and value ended by a zero */
    SilentClient(String parameters, String sql) {
        super(input(parameters.getBytes(UTF_8), sql.getBytes(UTF_8)));
    }

    private static ByteBuffer input(byte[] parameters, byte[] sql) {
        int startup = 2 * Integer.BYTES + parameters.length + 1;
        int query = Integer.BYTES + sql.length + 1;
        ByteBuffer input = ByteBuffer.allocate(startup + 1 + query + 1 + Integer.BYTES);
        input.putInt(startup).putInt(PROTOCOL_3).put(parameters).put((byte) 0);
        input.put(QUERY).putInt(query).put(sql).put((byte) 0);
        return input.put(TERMINATE).putInt(Integer.BYTES).flip();
    }

    /** Whether the session became ready for queries. */
    boolean isReady() {
        byte[] all = answer.toByteArray();
        int tail = all.length - READY.length;
        return tail >= 0 && ByteBuffer.wrap(all, tail, READY.length).equals(ByteBuffer.wrap(READY));
    }

    /** All that the server has sent. */
    String answer(Charset charset) {
        return answer.toString(charset);
    }

    @Override
    public void write(ByteBuffer source) {
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        answer.writeBytes(bytes);
    }
}
