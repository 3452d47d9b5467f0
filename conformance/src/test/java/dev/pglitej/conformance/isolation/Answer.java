package dev.pglitej.conformance.isolation;

import dev.pglitej.internal.protocol.BackendMessage;
import dev.pglitej.internal.protocol.BackendMessage.CommandComplete;
import dev.pglitej.internal.protocol.BackendMessage.DataRow;
import dev.pglitej.internal.protocol.BackendMessage.ErrorResponse;
import dev.pglitej.internal.protocol.BackendMessage.NoticeResponse;
import dev.pglitej.internal.protocol.BackendMessage.NotificationResponse;
import dev.pglitej.internal.protocol.BackendMessage.ReadyForQuery;
import dev.pglitej.internal.protocol.ErrorFields;
import dev.pglitej.internal.protocol.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** What came back for a step, in one line. Stateless. */
final class Answer {
    private Answer() {}

    /**
     * Command tags with their rows, notices, errors, and then the notifications that arrived meanwhile, since it is chance
     * whether those come before or after the rest.
     *
     * @param sessionNames gives the session's name for a backend's number
     */
    static String of(List<BackendMessage> messages, IntFunction<String> sessionNames) {
        List<String> parts = new ArrayList<>();
        List<String> notifications = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        for (BackendMessage message : messages) {
            if (message instanceof DataRow row) {
                rows.add(text(row));
            } else if (message instanceof CommandComplete complete) {
                rows.add(0, complete.tag());
                parts.add(String.join(" ", rows));
                rows.clear();
            } else if (message instanceof NoticeResponse notice) {
                parts.add(text(notice.notice()));
            } else if (message instanceof ErrorResponse error) {
                rows.clear();
                parts.add(text(error.error()));
            } else if (message instanceof NotificationResponse notification) {
                notifications.add("notified of " + notification.channel() + " '" + notification.payload() + "' by "
                        + sessionNames.apply(notification.processId()));
            }
        }
        parts.addAll(notifications);
        if (messages.isEmpty() || !(messages.get(messages.size() - 1) instanceof ReadyForQuery)) {
            parts.add("end of session");
        }
        return String.join("; ", parts);
    }

    private static String text(DataRow row) {
        return row.values().stream().map(Answer::text).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String text(Value value) {
        return value.isNull() ? "null" : value.text();
    }

    private static String text(ErrorFields error) {
        String severity = error.severity();
        boolean isError = severity.equals("ERROR") || severity.equals("FATAL");
        return severity + (isError ? " " + error.sqlState() : "") + " " + error.message();
    }
}
