package dev.pglitej.conformance.fuzz;

import dev.pglitej.internal.protocol.FrontendMessage;
import dev.pglitej.internal.protocol.FrontendMessage.AuthenticationResponse;
import dev.pglitej.internal.protocol.FrontendMessage.Bind;
import dev.pglitej.internal.protocol.FrontendMessage.Close;
import dev.pglitej.internal.protocol.FrontendMessage.CopyData;
import dev.pglitej.internal.protocol.FrontendMessage.CopyDone;
import dev.pglitej.internal.protocol.FrontendMessage.CopyFail;
import dev.pglitej.internal.protocol.FrontendMessage.Describe;
import dev.pglitej.internal.protocol.FrontendMessage.Execute;
import dev.pglitej.internal.protocol.FrontendMessage.Flush;
import dev.pglitej.internal.protocol.FrontendMessage.FunctionCall;
import dev.pglitej.internal.protocol.FrontendMessage.Parse;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import dev.pglitej.internal.protocol.FrontendMessage.Sync;
import dev.pglitej.internal.protocol.FrontendMessage.Target;
import dev.pglitej.internal.protocol.FrontendMessage.Terminate;
import dev.pglitej.internal.protocol.StartupPacket;
import dev.pglitej.internal.protocol.StartupPacket.CancelRequest;
import dev.pglitej.internal.protocol.StartupPacket.GssEncRequest;
import dev.pglitej.internal.protocol.StartupPacket.SslRequest;
import dev.pglitej.internal.protocol.StartupPacket.StartupMessage;
import dev.pglitej.internal.protocol.Value;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What clients of every kind send to a server, while nothing is wrong with it yet: packets, the startup packet first. Stateless. */
final class Conversations {
    /** A role without rights and with a statement timeout, who is let in without a password. */
    static final String STRANGER = "stranger";
    /** A role that proves by SCRAM who it is. */
    static final String GUARDED = "guarded";
    /** A role that sends its password as it is. */
    static final String TALKER = "talker";

    static final String PASSWORD = "open sesame";

    private static final int INT4 = 23;
    private static final int INT4_PLUS = 177;
    private static final int BINARY = 1;

    private Conversations() {}

    static List<List<byte[]>> all() {
        return List.of(
                of(startup(2, STRANGER), new Query("select 1; select 'two'; select n from generate_series(1, 50) n")),
                of(
                        startup(0, STRANGER),
                        new Query("begin"),
                        new Query("selec 1"),
                        new Query("select 1"),
                        new Query("commit")),
                of(startup(2, STRANGER), extendedQuery()),
                of(startup(0, STRANGER), portals()),
                of(startup(2, STRANGER), pipeline()),
                of(startup(2, STRANGER), copyIn()),
                of(startup(0, STRANGER), copyOut()),
                of(startup(2, STRANGER), functionCalls()),
                of(startup(2, STRANGER), notices()),
                of(startup(2, GUARDED), scram()),
                of(startup(2, TALKER), new AuthenticationResponse(Value.of(cString(PASSWORD))), new Query("select 1")),
                of(startup(99, STRANGER), new Query("select 1")),
                of(new SslRequest(), startup(2, STRANGER), new Query("select 1")),
                of(new GssEncRequest(), new SslRequest(), startup(2, STRANGER), new Query("select 1")),
                of(new CancelRequest(7, Value.of(new byte[] {1, 2, 3, 4}))),
                of(new CancelRequest(1 << 20, Value.of(new byte[32]))));
    }

    private static StartupPacket startup(int minor, String user) {
        return StartupMessage.of(
                minor,
                Map.of("user", user, "database", "postgres", "application_name", "fuzz", "client_encoding", "UTF8"));
    }

    private static FrontendMessage[] extendedQuery() {
        return new FrontendMessage[] {
            new Parse("", "select $1::int + n from generate_series(1, 20) n", List.of(INT4)),
            new Describe(Target.STATEMENT, ""),
            new Bind("", "", List.of(BINARY), List.of(Value.of(new byte[] {0, 0, 0, 7})), List.of(BINARY)),
            new Describe(Target.PORTAL, ""),
            new Execute("", 0),
            new Sync()
        };
    }

    private static FrontendMessage[] portals() {
        return new FrontendMessage[] {
            new Query("begin"),
            new Parse("s", "select n, repeat('x', n) from generate_series(1, 30) n", List.of()),
            new Bind("p", "s", List.of(), List.of(), List.of(0, BINARY)),
            new Execute("p", 7),
            new Flush(),
            new Execute("p", 7),
            new Close(Target.PORTAL, "p"),
            new Close(Target.STATEMENT, "s"),
            new Sync(),
            new Query("rollback")
        };
    }

    /** An error in the middle, behind which everything up to Sync is skipped. */
    private static FrontendMessage[] pipeline() {
        List<FrontendMessage> messages = new ArrayList<>();
        for (String divisor : List.of("1", "0", "2")) {
            messages.add(new Parse("", "select 10 / $1::int", List.of()));
            messages.add(new Bind("", "", List.of(), List.of(Value.text(divisor)), List.of()));
            messages.add(new Execute("", 0));
        }
        messages.add(new Sync());
        messages.add(new Query("show server_version"));
        return messages.toArray(FrontendMessage[]::new);
    }

    private static FrontendMessage[] copyIn() {
        return new FrontendMessage[] {
            new Query("create temp table t (a int, b text)"),
            new Query("copy t from stdin"),
            new CopyData(Value.text("1\tone\n2\ttw")),
            new CopyData(Value.text("o\n3\t\\N\n")),
            new CopyDone(),
            new Query("copy t from stdin (format csv)"),
            new CopyData(Value.text("4,\"four\"\n")),
            new CopyFail("no more"),
            new Query("select count(*) from t")
        };
    }

    private static FrontendMessage[] copyOut() {
        return new FrontendMessage[] {
            new Query("copy (select n, md5(n::text) from generate_series(1, 200) n) to stdout"),
            new Parse("", "copy (select 1) to stdout (format binary)", List.of()),
            new Bind("", "", List.of(), List.of(), List.of()),
            new Execute("", 0),
            new Sync()
        };
    }

    private static FrontendMessage[] functionCalls() {
        return new FrontendMessage[] {
            new FunctionCall(
                    INT4_PLUS,
                    List.of(BINARY),
                    List.of(Value.of(new byte[] {0, 0, 0, 1}), Value.of(new byte[] {0, 0, 0, 2})),
                    BINARY),
            new FunctionCall(INT4_PLUS, List.of(0), List.of(Value.text("1"), Value.NULL), 0),
            new Query("select 1")
        };
    }

    private static FrontendMessage[] notices() {
        return new FrontendMessage[] {
            new Query("do $$ begin for i in 1..5 loop raise notice 'number %', i; end loop; end $$"),
            new Query("listen l; notify l, 'payload'"),
            new Query("set client_encoding to latin1; select 'Ä'"),
            new Query(""),
            new Terminate()
        };
    }

    private static FrontendMessage[] scram() {
        byte[] first = "n,,n=,r=rOprNGfwEbeRWgbNEkqO".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer initial = ByteBuffer.allocate(14 + 4 + first.length);
        initial.put(cString("SCRAM-SHA-256")).putInt(first.length).put(first);
        return new FrontendMessage[] {
            new AuthenticationResponse(Value.of(initial.array())),
            new AuthenticationResponse(Value.text("c=biws,r=rOprNGfwEbeRWgbNEkqO,p=AAAA")),
            new Query("select 1")
        };
    }

    private static byte[] cString(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }

    private static List<byte[]> of(StartupPacket first, FrontendMessage... messages) {
        List<byte[]> packets = new ArrayList<>(List.of(bytes(first.encode())));
        for (FrontendMessage message : messages) packets.add(bytes(message.encode()));
        return packets;
    }

    private static List<byte[]> of(StartupPacket first, StartupPacket second, FrontendMessage... messages) {
        List<byte[]> packets = of(second, messages);
        packets.add(0, bytes(first.encode()));
        return packets;
    }

    private static List<byte[]> of(
            StartupPacket first, StartupPacket second, StartupPacket third, FrontendMessage... messages) {
        List<byte[]> packets = of(second, third, messages);
        packets.add(0, bytes(first.encode()));
        return packets;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
