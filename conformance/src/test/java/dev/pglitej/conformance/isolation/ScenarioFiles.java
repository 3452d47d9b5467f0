package dev.pglitej.conformance.isolation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The scenarios beside the tests, a file each. Stateless. */
final class ScenarioFiles {
    private static final Path DIRECTORY = Path.of("src/test/resources/isolation");
    private static final String ENDING = ".scenario";

    private ScenarioFiles() {}

    static List<Scenario> all() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .map(ScenarioFiles::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + DIRECTORY.toAbsolutePath(), e);
        }
    }

    private static Scenario read(Path file) {
        try {
            String name = file.getFileName().toString();
            return ScenarioReader.read(name.substring(0, name.length() - ENDING.length()), Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Replaces the orders of a scenario's file, and leaves all before them as it is. */
    static void write(Scenario scenario, List<Order> orders) {
        Path file = DIRECTORY.resolve(scenario.name() + ENDING);
        try {
            List<String> lines = new ArrayList<>(Files.readAllLines(file).stream()
                    .takeWhile(line -> !line.startsWith("order ") && !line.startsWith("every order"))
                    .toList());
            if (scenario.everyOrder()) lines.addAll(List.of("every order", ""));
            for (Order order : orders) {
                lines.add("order " + order.name());
                order.answers().forEach(answer -> lines.add(ScenarioReader.ANSWER + answer));
                lines.add("");
            }
            lines.remove(lines.size() - 1);
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
