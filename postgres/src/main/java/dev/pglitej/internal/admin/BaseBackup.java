package dev.pglitej.internal.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.protocol.BackendMessage;
import dev.pglitej.internal.protocol.BackendMessage.CopyData;
import dev.pglitej.internal.protocol.BackendMessage.ErrorResponse;
import dev.pglitej.internal.protocol.ErrorFields;
import dev.pglitej.internal.protocol.FrontendMessage;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import dev.pglitej.spi.Sessions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session with a walsender that sends a base backup, with the write-ahead log that makes it consistent, as pg_basebackup -X fetch does. A
 * temporary replication slot keeps the log from being recycled meanwhile. Confined to the thread that runs it.
 */
// RATIONALE: "Why is a backup a session with a walsender?"
final class BaseBackup implements Conversation.Client {
    /** Receives tar archives, one after the other, in pieces: one for each tablespace in the data directory, and one for the rest. */
    interface Archive {
        /** Begins the next archive, to be unpacked into this directory; an empty name is the data directory. */
        void begin(String directory) throws IOException;

        void accept(ByteBuffer bytes) throws IOException;

        /** Called after the last archive. */
        void finish() throws IOException;
    }

    private static final Map<String, String> STARTUP = Map.of(
            "user", "postgres", "replication", "true", "application_name", "pglitej backup", "client_encoding", "UTF8");

    // Kinds of CopyData (protocol-replication: BASE_BACKUP).
    private static final char NEW_ARCHIVE = 'n';
    private static final char DATA = 'd';

    private final Iterator<String> commands;
    private final Archive archive;
    private boolean isComplete;
    private @Nullable ErrorFields error;

    private BaseBackup(List<String> commands, Archive archive) {
        this.commands = commands.iterator();
        this.archive = archive;
    }

    /**
     * Receives a base backup.
     *
     * @throws IOException what the archive threw
     * @throws PGliteException if PostgreSQL refuses, with its message
     */
    static void run(Sessions database, Archive archive) throws IOException {
        String slot = "pglitej_backup_" + UUID.randomUUID().toString().replace('-', '_');
        List<String> commands = List.of(
                "CREATE_REPLICATION_SLOT " + slot + " TEMPORARY PHYSICAL (RESERVE_WAL)",
                "BASE_BACKUP (LABEL 'PGlite.backup', CHECKPOINT 'fast', WAL, WAIT false, MANIFEST 'no')");
        BaseBackup backup = new BaseBackup(commands, archive);
        Conversation.hold(database, STARTUP, backup);
        if (backup.error != null) {
            throw new PGliteException("cannot back up the database: " + Statements.text(backup.error));
        }
        if (!backup.isComplete) throw new PGliteException("the database ended before its backup was complete");
        archive.finish();
    }

    @Override
    public Optional<FrontendMessage> next() {
        if (error != null) return Optional.empty();
        isComplete = !commands.hasNext();
        return isComplete ? Optional.empty() : Optional.of(new Query(commands.next()));
    }

    @Override
    public void received(BackendMessage message) throws IOException {
        if (message instanceof CopyData copy) {
            take(ByteBuffer.wrap(copy.data().toBytes()));
        } else if (message instanceof ErrorResponse response && error == null && !isComplete) {
            error = response.error();
        }
    }

    private void take(ByteBuffer data) throws IOException {
        char kind = (char) data.get();
        if (kind == DATA) {
            archive.accept(data);
        } else if (kind == NEW_ARCHIVE) {
            text(data);
            archive.begin(directory(text(data)));
        }
    }

    /** In-place tablespaces have relative paths, others absolute ones, and the data directory itself has none. */
    private static String directory(String path) throws IOException {
        return path.startsWith("/") ? TablespaceLink.directory(path) : path;
    }

    private static String text(ByteBuffer data) {
        int end = data.position();
        while (data.get(end) != 0) end++;
        String text = UTF_8.decode(data.slice().limit(end - data.position())).toString();
        data.position(end + 1);
        return text;
    }
}
