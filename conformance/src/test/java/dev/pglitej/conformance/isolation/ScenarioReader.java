package dev.pglitej.conformance.isolation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a scenario's file. Confined to one thread.
 *
 * <p>A line that begins at the margin opens a section; those that are indented belong to it. {@code setup} and
 * {@code teardown} hold queries parted by empty lines, {@code session NAME} holds steps as {@code name: query}, which go on where
 * the next line is indented deeper. {@code order STEP...} holds the answers, each behind a bar; {@code every order} asks for
 * all. {@code #} begins a comment.
 */
final class ScenarioReader {
    static final String ANSWER = "  | ";
    private static final String STEP_INDENT = "  ";
    private static final String MORE_INDENT = "    ";

    private final String name;
    private final List<String> setup = new ArrayList<>();
    private final List<String> teardown = new ArrayList<>();
    private final Map<String, List<Step>> sessions = new LinkedHashMap<>();
    private final Map<String, Step> steps = new HashMap<>();
    private final List<Order> orders = new ArrayList<>();
    private boolean everyOrder;

    private ScenarioReader(String name) {
        this.name = name;
    }

    /** @throws IllegalArgumentException when a line makes no sense */
    static Scenario read(String name, List<String> lines) {
        ScenarioReader reader = new ScenarioReader(name);
        for (int start = 0; start < lines.size(); ) {
            int end = start + 1;
            while (end < lines.size()
                    && (lines.get(end).isEmpty() || lines.get(end).startsWith(" "))) {
                end++;
            }
            reader.section(lines.get(start), lines.subList(start + 1, end));
            start = end;
        }
        if (reader.everyOrder) reader.addMissingOrders();
        return new Scenario(
                name,
                List.copyOf(reader.setup),
                reader.sessions,
                List.copyOf(reader.teardown),
                reader.everyOrder,
                List.copyOf(reader.orders));
    }

    private void section(String heading, List<String> body) {
        List<String> words = List.of(heading.strip().split("\\s+", -1));
        switch (words.get(0)) {
            case "", "#" -> {}
            case "setup" -> setup.addAll(queries(body));
            case "teardown" -> teardown.addAll(queries(body));
            case "session" -> session(words.get(1), body);
            case "order" ->
                orders.add(new Order(
                        words.subList(1, words.size()).stream().map(this::turn).toList(), answers(body)));
            case "every" -> everyOrder = true;
            default -> throw new IllegalArgumentException(name + ": unknown section '" + heading + "'");
        }
    }

    private static List<String> queries(List<String> body) {
        List<String> queries = new ArrayList<>();
        StringBuilder query = new StringBuilder();
        for (String line : body) {
            if (line.isBlank() && !query.isEmpty()) {
                queries.add(query.toString().strip());
                query.setLength(0);
            } else {
                query.append(line).append('\n');
            }
        }
        if (!query.toString().isBlank()) queries.add(query.toString().strip());
        return queries;
    }

    private void session(String session, List<String> body) {
        List<Step> own = new ArrayList<>();
        for (int i = 0; i < body.size(); i++) {
            String line = body.get(i);
            if (line.isBlank()) continue;
            int colon = line.indexOf(':');
            if (!line.startsWith(STEP_INDENT) || colon < 0) {
                throw new IllegalArgumentException(name + ": not 'name: query': '" + line + "'");
            }
            StringBuilder sql = new StringBuilder(line.substring(colon + 1).strip());
            while (i + 1 < body.size() && body.get(i + 1).startsWith(MORE_INDENT)) {
                sql.append('\n').append(body.get(++i).strip());
            }
            own.add(new Step(
                    session, line.substring(0, colon).strip(), sql.toString().strip()));
        }
        own.forEach(step -> steps.put(step.fullName(), step));
        sessions.put(session, own);
    }

    private Turn turn(String word) {
        boolean patient = word.endsWith(Turn.PATIENT);
        Step step = steps.get(patient ? word.substring(0, word.length() - 1) : word);
        if (step == null) throw new IllegalArgumentException(name + ": there is no step " + word);
        return new Turn(step, patient);
    }

    private List<String> answers(List<String> body) {
        return body.stream()
                .filter(line -> !line.isBlank())
                .map(line -> {
                    if (!line.startsWith(ANSWER)) throw new IllegalArgumentException(name + ": no answer: " + line);
                    return line.substring(ANSWER.length());
                })
                .toList();
    }

    private void addMissingOrders() {
        List<String> known = orders.stream().map(Order::name).toList();
        for (List<Step> order : Interleavings.of(sessions.values())) {
            Order unknown =
                    new Order(order.stream().map(step -> new Turn(step, false)).toList(), List.of());
            if (!known.contains(unknown.name())) orders.add(unknown);
        }
    }
}
