package dev.pglitej.internal.imports;

import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.kernel.abi.CommandCalls;
import dev.pglitej.internal.pg.PgFunction;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The host functions that PGlite's build calls through its function table: the commands of a process, and recv and send for its client. The
 * first process registers them; its children put their own functions at the same table indexes. Immutable.
 */
public final class HostCallbacks {
    private static final List<String> COMMANDS = List.of("system", "popen", "pclose");

    private static final List<String> SOCKET = List.of("recv", "send");

    private final Map<String, Integer> places;

    private HostCallbacks(Map<String, Integer> places) {
        this.places = Map.copyOf(places);
    }

    /** For a process whose image was saved. */
    public static HostCallbacks at(Map<String, Integer> places) {
        return new HostCallbacks(places);
    }

    /** The table index of each, by its name. */
    public Map<String, Integer> places() {
        return places;
    }

    /** Registers a process's commands, and recv and send without a client. */
    public static HostCallbacks register(Guest guest, CommandCalls commands) {
        Map<String, Integer> places = new TreeMap<>(registerCommands(guest, commands).places);
        for (String name : SOCKET) places.put(name, guest.addHostFunction("ii:i", noClient -> 0));
        PgFunction.PGL_SET_RW_CBS.call(guest, place(places, "recv"), place(places, "send"));
        return new HostCallbacks(places);
    }

    /** Registers only a process's commands. */
    public static HostCallbacks registerCommands(Guest guest, CommandCalls commands) {
        Map<String, Integer> places = new TreeMap<>();
        HostFunctions functions = new Commands(commands);
        for (String name : COMMANDS) {
            String signature = name.equals("popen") ? "ii:i" : "i:i";
            int place = guest.addHostFunction(signature, functions.named(name));
            setter(name).call(guest, place);
            places.put(name, place);
        }
        return new HostCallbacks(places);
    }

    private static PgFunction setter(String command) {
        return switch (command) {
            case "system" -> PgFunction.PGL_SET_SYSTEM_FN;
            case "popen" -> PgFunction.PGL_SET_POPEN_FN;
            case "pclose" -> PgFunction.PGL_SET_PCLOSE_FN;
            default -> throw HostFunctions.unknown(command);
        };
    }

    /** The commands of one process. */
    private record Commands(CommandCalls calls) implements HostFunctions {
        @Override
        public long call(String name, HostCall call) {
            return switch (name) {
                case "system" -> calls.system(call);
                case "popen" -> calls.popen(call);
                case "pclose" -> calls.pclose(call);
                default -> throw HostFunctions.unknown(name);
            };
        }
    }

    /** Gives a child functions of its own. */
    public void rebind(Guest child, CommandCalls commands) {
        rebind(child, COMMANDS, new Commands(commands));
    }

    public void rebind(Guest child, SocketCallbacks socket) {
        rebind(child, SOCKET, socket);
    }

    private void rebind(Guest child, List<String> names, HostFunctions functions) {
        for (String name : names) child.replaceHostFunction(place(places, name), functions.named(name));
    }

    private static int place(Map<String, Integer> places, String name) {
        Integer place = places.get(name);
        if (place == null) throw new IllegalStateException("no host function was registered for " + name);
        return place;
    }
}
