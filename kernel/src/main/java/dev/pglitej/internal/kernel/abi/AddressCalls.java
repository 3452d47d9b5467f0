package dev.pglitej.internal.kernel.abi;

import dev.pglitej.internal.engine.GuestMemory;
import dev.pglitej.internal.engine.HostCall;
import java.util.Optional;

/**
 * Names and addresses: only numbers and localhost, because there is no network. Confined to the process's thread.
 *
 * <p>Both answer an EAI_… number, and a single {@code struct addrinfo}, whose parts the C library frees one by one.
 */
final class AddressCalls {

    private static final int INET = 2;
    private static final int INET6 = 10;
    private static final int INET_BYTES = 16;
    private static final int INET6_BYTES = 28;
    private static final int ADDRINFO_BYTES = 32;

    private static final int STREAM = 1;
    private static final int DATAGRAM = 2;
    private static final int TCP = 6;
    private static final int UDP = 17;

    private static final int PASSIVE = 0x1;
    private static final int NUMERIC_HOST = 0x4;
    private static final int NAME_REQUIRED = 0x8;

    private static final int BAD_FLAGS = -1;
    private static final int NO_NAME = -2;
    /** EAI_FAIL. */
    static final int FAILED = -4;

    private static final int BAD_FAMILY = -6;
    private static final int BAD_SERVICE = -8;
    private static final int NO_MEMORY = -10;
    private static final int OVERFLOW = -12;
    private static final int KNOWN_FLAGS = 0x43f;
    private static final int LARGEST_PORT = 65535;

    private final GuestExports.Source exports;

    AddressCalls(GuestExports.Source exports) {
        this.exports = exports;
    }

    private record Hints(int flags, int family, int type, int protocol) {

        static Hints read(GuestMemory memory, int address) {
            return address == 0
                    ? new Hints(0, 0, 0, 0)
                    : new Hints(
                            memory.getInt(address),
                            memory.getInt(address + 4),
                            memory.getInt(address + 8),
                            memory.getInt(address + 12));
        }

        boolean admits(NumericAddress address) {
            return family == 0 || family == (address.isV4() ? INET : INET6);
        }

        int typeOrStream() {
            return type != 0 ? type : protocol == UDP ? DATAGRAM : STREAM;
        }

        int protocolOfType() {
            return protocol != 0 ? protocol : typeOrStream() == DATAGRAM ? UDP : TCP;
        }
    }

    /** (node, service, hints, result). */
    long getaddrinfo(HostCall call) {
        GuestMemory memory = call.memory();
        Hints hints = Hints.read(memory, call.i32(2));
        if ((hints.flags() & ~KNOWN_FLAGS) != 0) return BAD_FLAGS;
        if (hints.family() != 0 && hints.family() != INET && hints.family() != INET6) return BAD_FAMILY;
        if (call.i32(0) == 0 && call.i32(1) == 0) return NO_NAME;
        int port = call.i32(1) == 0 ? 0 : port(memory.cString(call.i32(1)));
        if (port < 0) return BAD_SERVICE;
        String node = call.i32(0) == 0 ? unnamed(hints) : memory.cString(call.i32(0));
        Optional<NumericAddress> address = lookUp(node, hints).filter(hints::admits);
        return address.isEmpty() ? NO_NAME : answer(call, hints, address.get(), port);
    }

    private static int port(String service) {
        if (!service.matches("[0-9]{1,5}") || Integer.parseInt(service) > LARGEST_PORT) return -1;
        return Integer.parseInt(service);
    }

    private static String unnamed(Hints hints) {
        boolean passive = (hints.flags() & PASSIVE) != 0;
        if (hints.family() == INET6) return passive ? "::" : "::1";
        return passive ? "0.0.0.0" : "127.0.0.1";
    }

    private static Optional<NumericAddress> lookUp(String node, Hints hints) {
        if (node.equals("localhost") && (hints.flags() & NUMERIC_HOST) == 0) {
            return NumericAddress.parse(hints.family() == INET6 ? "::1" : "127.0.0.1");
        }
        return NumericAddress.parse(node);
    }

    private long answer(HostCall call, Hints hints, NumericAddress address, int port) {
        GuestMemory memory = call.memory();
        GuestExports guest = exports.of(call);
        int addressBytes = address.isV4() ? INET_BYTES : INET6_BYTES;
        int socketAddress = guest.allocate(addressBytes);
        int info = socketAddress == 0 ? 0 : guest.allocate(ADDRINFO_BYTES);
        if (info == 0) return NO_MEMORY;
        putSocketAddress(memory, socketAddress, address, port);
        memory.fill(info, ADDRINFO_BYTES, (byte) 0);
        memory.putInt(info, hints.flags());
        memory.putInt(info + 4, address.isV4() ? INET : INET6);
        memory.putInt(info + 8, hints.typeOrStream());
        memory.putInt(info + 12, hints.protocolOfType());
        memory.putInt(info + 16, addressBytes);
        memory.putInt(info + 20, socketAddress);
        memory.putInt(call.i32(3), info);
        return 0;
    }

    private static void putSocketAddress(GuestMemory memory, int at, NumericAddress address, int port) {
        memory.fill(at, address.isV4() ? INET_BYTES : INET6_BYTES, (byte) 0);
        memory.putShort(at, (short) (address.isV4() ? INET : INET6));
        memory.putShort(at + 2, Short.reverseBytes((short) port));
        byte[] bytes = address.toBytes();
        memory.put(at + (address.isV4() ? 4 : 8), bytes, 0, bytes.length);
    }

    /** (socket address, its length, node, its size, service, its size, flags). */
    long getnameinfo(HostCall call) {
        GuestMemory memory = call.memory();
        int family = call.i32(1) < Short.BYTES ? 0 : memory.getShort(call.i32(0));
        if ((family != INET || call.i32(1) < INET_BYTES) && (family != INET6 || call.i32(1) < INET6_BYTES)) {
            return BAD_FAMILY;
        }
        if ((call.i32(6) & NAME_REQUIRED) != 0) return NO_NAME;
        byte[] bytes = new byte[family == INET ? 4 : 16];
        memory.get(call.i32(0) + (family == INET ? 4 : 8), bytes, 0, bytes.length);
        int port = Short.toUnsignedInt(Short.reverseBytes(memory.getShort(call.i32(0) + 2)));
        boolean fits = put(call, 2, NumericAddress.of(bytes).toString()) && put(call, 4, Integer.toString(port));
        return fits ? 0 : OVERFLOW;
    }

    private static boolean put(HostCall call, int argument, String text) {
        int buffer = call.i32(argument);
        int size = call.i32(argument + 1);
        return buffer == 0 || size == 0 || call.memory().putCString(buffer, size, text) > 0;
    }
}
