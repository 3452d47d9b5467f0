package dev.pglitej.conformance.isolation;

import dev.pglitej.conformance.wire.WireClient;
import dev.pglitej.internal.protocol.BackendMessage;
import dev.pglitej.internal.protocol.BackendMessage.DataRow;
import dev.pglitej.internal.protocol.BackendMessage.ErrorResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Takes the steps of one order, and notes what each answers. Confined to one thread.
 *
 * <p>After each step it looks, without a clock's help, whether the step has its answer or PostgreSQL says that its session waits
 * for another of the scenario's. A step that waits is looked at again after each step of the others.
 */
final class ScenarioRun implements AutoCloseable {
    /** How long to wait for an answer before asking again whether the session is blocked. */
    private static final long LOOK_MILLIS = 2;

    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final Map<String, String> USER = Map.of("user", "postgres", "database", "postgres");

    private final WireClient control;
    private final Scenario scenario;
    private final Map<String, ScenarioSession> sessions = new LinkedHashMap<>();
    /** The step that each waiting session waits in, in the order in which they began. */
    private final Map<String, Step> waiting = new LinkedHashMap<>();

    private final List<String> answers = new ArrayList<>();

    private ScenarioRun(WireClient control, Scenario scenario) {
        this.control = control;
        this.scenario = scenario;
    }

    /** Gives a line for each answer, and for each step that has to wait. */
    static List<String> take(InetSocketAddress server, Scenario scenario, Order order)
            throws IOException, InterruptedException {
        try (WireClient control = WireClient.connect(server, USER);
                ScenarioRun run = new ScenarioRun(control, scenario)) {
            run.setUp(server);
            for (Turn turn : order.turns()) run.take(turn);
            run.finish();
            return run.answers;
        }
    }

    private void setUp(InetSocketAddress server) throws IOException {
        command("drop schema if exists " + ScenarioSession.SCHEMA + " cascade");
        command("create schema " + ScenarioSession.SCHEMA);
        command("set search_path = " + ScenarioSession.SCHEMA + ", public");
        for (String query : scenario.setup()) command(query);
        for (String session : scenario.sessions().keySet()) sessions.put(session, ScenarioSession.connect(server));
    }

    private void take(Turn turn) throws IOException, InterruptedException {
        Step step = turn.step();
        if (waiting.containsKey(step.session())) {
            note(step, "has to be left out, its session waits");
            return;
        }
        ScenarioSession session = session(step);
        if (step.sql().equals(Step.DISCONNECT)) {
            session.disconnect();
            awaitEnd(session);
            note(step, "end of session");
        } else {
            session.begin(step.sql());
            Optional<List<BackendMessage>> messages =
                    turn.patient() ? session.await(TimeUnit.NANOSECONDS.toMillis(DEADLINE_NANOS)) : settle(step);
            if (messages.isEmpty()) waiting.put(step.session(), step);
            note(step, messages.map(this::text).orElse("waits"));
        }
        lookAfterWaiting();
    }

    /** Gives the answer, or none when the step waits for another session. */
    private Optional<List<BackendMessage>> settle(Step step) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        ScenarioSession session = session(step);
        while (System.nanoTime() - deadline < 0) {
            Optional<List<BackendMessage>> messages = session.await(LOOK_MILLIS);
            if (messages.isPresent() || isBlocked(session)) return messages;
        }
        throw new AssertionError(step.fullName() + " neither answers nor waits for another session; so far:\n"
                + String.join("\n", answers));
    }

    private void lookAfterWaiting() throws IOException, InterruptedException {
        // One that ends may let another go on, which began before it.
        for (boolean changed = true; changed; ) {
            changed = false;
            for (Iterator<Step> steps = waiting.values().iterator(); steps.hasNext(); ) {
                Step step = steps.next();
                Optional<List<BackendMessage>> messages = settle(step);
                if (messages.isEmpty()) continue;
                note(step, text(messages.get()));
                steps.remove();
                changed = true;
            }
        }
    }

    private void finish() {
        waiting.values().forEach(step -> note(step, "still waits"));
    }

    private boolean isBlocked(ScenarioSession session) throws IOException {
        String others = sessions.values().stream()
                .map(other -> Integer.toString(other.processId()))
                .collect(Collectors.joining(","));
        return holds("select pg_isolation_test_session_is_blocked(" + session.processId() + ", '{" + others + "}')");
    }

    private void awaitEnd(ScenarioSession session) throws IOException {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        while (holds("select count(*) = 1 from pg_stat_activity where pid = " + session.processId())) {
            if (System.nanoTime() - deadline > 0) throw new AssertionError("a session does not end");
        }
    }

    private boolean holds(String query) throws IOException {
        return command(query).stream()
                .filter(DataRow.class::isInstance)
                .anyMatch(row -> ((DataRow) row).values().get(0).text().equals("t"));
    }

    private List<BackendMessage> command(String sql) throws IOException {
        List<BackendMessage> messages = control.query(sql);
        for (BackendMessage message : messages) {
            if (message instanceof ErrorResponse error) throw new AssertionError(sql + ": " + error.error());
        }
        return messages;
    }

    private ScenarioSession session(Step step) {
        ScenarioSession session = sessions.get(step.session());
        if (session == null) throw new IllegalArgumentException("there is no session " + step.session());
        return session;
    }

    private String text(List<BackendMessage> messages) {
        return Answer.of(messages, this::nameOf);
    }

    private String nameOf(int processId) {
        return sessions.entrySet().stream()
                .filter(session -> session.getValue().processId() == processId)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("another");
    }

    private void note(Step step, String answer) {
        answers.add(step.fullName() + ": " + answer);
    }

    @Override
    public void close() throws IOException {
        for (ScenarioSession session : sessions.values()) session.close();
        for (ScenarioSession session : sessions.values()) awaitEnd(session);
        for (String query : scenario.teardown()) command(query);
    }
}
