package dev.pglitej.backend;

import dev.pglitej.engine.Guest;
import dev.pglitej.engine.HostFunction;
import dev.pglitej.kernel.abi.CommandCalls;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The host functions that PGlite's build calls through its function table: the commands of a process, and recv and send of its
 * client. Registered once, by the first process; its children keep the places and put their own functions there. Immutable.
 */
final class HostCallbacks {
    private static final HostFunction NO_CLIENT = call -> 0;

    private final Map<String, Integer> places;

    private HostCallbacks(Map<String, Integer> places) {
        this.places = Map.copyOf(places);
    }

    /** Those of a process whose image was saved. */
    static HostCallbacks at(Map<String, Integer> places) {
        return new HostCallbacks(places);
    }

    /** Where in the function table each is, by its name. */
    Map<String, Integer> places() {
        return places;
    }

    /** Registers a process's commands, and recv and send that find no client. */
    static HostCallbacks register(Guest guest, CommandCalls commands) {
        Map<String, Integer> places = new TreeMap<>(registerCommands(guest, commands).places);
        places.put("recv", guest.addHostFunction("ii:i", NO_CLIENT));
        places.put("send", guest.addHostFunction("ii:i", NO_CLIENT));
        guest.call(guest.function("pgl_set_rw_cbs"), place(places, "recv"), place(places, "send"));
        return new HostCallbacks(places);
    }

    /** Registers a process's commands alone. */
    static HostCallbacks registerCommands(Guest guest, CommandCalls commands) {
        Map<String, Integer> places = new TreeMap<>();
        for (Command command : commands(commands)) {
            int place = guest.addHostFunction(command.signature(), command.function());
            guest.call(guest.function("pgl_set_" + command.name() + "_fn"), place);
            places.put(command.name(), place);
        }
        return new HostCallbacks(places);
    }

    private record Command(String name, String signature, HostFunction function) {}

    private static List<Command> commands(CommandCalls commands) {
        return List.of(
                new Command("system", "i:i", commands::system),
                new Command("popen", "ii:i", commands::popen),
                new Command("pclose", "i:i", commands::pclose));
    }

    /** Gives a child functions of its own. */
    void rebind(Guest child, CommandCalls commands) {
        for (Command command : commands(commands)) {
            child.replaceHostFunction(place(places, command.name()), command.function());
        }
    }

    void rebind(Guest child, SocketCallbacks socket) {
        child.replaceHostFunction(place(places, "recv"), socket::receive);
        child.replaceHostFunction(place(places, "send"), socket::send);
    }

    private static int place(Map<String, Integer> places, String name) {
        Integer place = places.get(name);
        if (place == null) throw new IllegalStateException("no host function was registered for " + name);
        return place;
    }
}
