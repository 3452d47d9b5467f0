package dev.pglitej.natives.upgrade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How two recordings of the same facts differ, line by line, each line beginning with what kind of fact it is. */
final class Recorded {
    /** What tests have recorded of the binary, and of a database: {@code -Dpglitej.record=true} writes it anew. */
    static final List<String> FILES = List.of(
            "natives/src/test/resources/dev/pglitej/natives/finder/findings.txt",
            "postgres/src/test/resources/dev/pglitej/facts.txt");

    private static final int MOST = 20;

    private Recorded() {}

    /** Copies the recordings, as far as they are there. */
    static void copy(Path root, Path target) throws IOException {
        for (String file : FILES) {
            Path copy = target.resolve(file);
            Files.createDirectories(copy.resolve("..").normalize());
            if (Files.exists(root.resolve(file))) Files.writeString(copy, Files.readString(root.resolve(file)));
        }
    }

    /** What a person should look at, one sentence each. */
    static List<String> differences(List<String> before, List<String> after) {
        Map<String, List<String>> was = byKind(before);
        Map<String, List<String>> is = byKind(after);
        Map<String, Boolean> kinds = new LinkedHashMap<>();
        was.keySet().forEach(kind -> kinds.put(kind, true));
        is.keySet().forEach(kind -> kinds.put(kind, true));
        List<String> differences = new ArrayList<>();
        for (String kind : kinds.keySet()) {
            List<String> went = without(was.getOrDefault(kind, List.of()), is.getOrDefault(kind, List.of()));
            List<String> came = without(is.getOrDefault(kind, List.of()), was.getOrDefault(kind, List.of()));
            if (went.isEmpty() && came.isEmpty()) continue;
            if (isPlaces(kind) && masked(went).equals(masked(came))) {
                differences.add(kind + ": " + came.size() + " are elsewhere; names and signatures are the same");
            } else {
                differences.add(kind + ":" + lines(went, "-") + lines(came, "+"));
            }
        }
        return differences;
    }

    private static Map<String, List<String>> byKind(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.isBlank())
                .collect(Collectors.groupingBy(
                        line -> line.substring(0, (line + " ").indexOf(' ')), TreeMap::new, Collectors.toList()));
    }

    private static List<String> without(List<String> lines, List<String> others) {
        return lines.stream().filter(line -> !others.contains(line)).toList();
    }

    /** Whether the numbers of a kind say where something is, which every binary has elsewhere. */
    private static boolean isPlaces(String kind) {
        return List.of("hook", "export", "constant", "stack", "symbol").contains(kind);
    }

    private static Map<String, Long> masked(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceAll("#\\d+|=\\d+|(?<=^stack #\\d{1,9} )\\d+", "#"))
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }

    private static String lines(List<String> lines, String sign) {
        String shown = lines.stream()
                .limit(MOST)
                .map(line -> "\n      " + sign + " " + line)
                .collect(Collectors.joining());
        return lines.size() <= MOST ? shown : shown + "\n      " + sign + " and " + (lines.size() - MOST) + " more";
    }
}
