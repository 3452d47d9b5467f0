package dev.pglitej.conformance;

import static dev.pglitej.conformance.Queries.execute;
import static dev.pglitej.conformance.Queries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.conformance.wire.WireClient;
import dev.pglitej.internal.protocol.BackendMessage;
import dev.pglitej.internal.protocol.BackendMessage.CopyData;
import dev.pglitej.internal.protocol.BackendMessage.DataRow;
import dev.pglitej.internal.protocol.BackendMessage.ErrorResponse;
import dev.pglitej.internal.protocol.BackendMessage.ReadyForQuery;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A walsender's BASE_BACKUP, as pg_basebackup asks for it, is a data directory that recovers to what was there. */
@Timeout(120)
final class BaseBackupTest {
    // Messages of the backup stream (protocol-replication in PostgreSQL's manual) begin with their kind.
    private static final byte ARCHIVE_DATA = 'd';
    private static final byte MANIFEST = 'm';

    // Headers of tar archives.
    private static final int BLOCK = 512;
    private static final int NAME_BYTES = 100;
    private static final int SIZE = 124;
    private static final int SIZE_DIGITS = 11;
    private static final int TYPE = 156;
    private static final int OCTAL = 8;

    private final ByteArrayOutputStream archive = new ByteArrayOutputStream();
    private final ByteArrayOutputStream manifest = new ByteArrayOutputStream();

    @Test
    void aBackupOfABusyDatabaseOpensElsewhere(@TempDir Path directory) throws Exception {
        try (ServedDatabase database = ServedDatabase.inMemory();
                Connection writer = database.connect()) {
            execute(writer, "create table kept as select generate_series(1, 1000) as n");
            writer.setAutoCommit(false);
            execute(writer, "insert into kept values (0)");

            backUp(database);

            writer.rollback();
        }
        Path copy = Files.createDirectory(
                directory.resolve("copy"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        unpack(copy);

        assertThat(copy.resolve("backup_label")).content().contains("LABEL: of a test");
        assertThat(manifest.toString(StandardCharsets.UTF_8))
                .contains("PostgreSQL-Backup-Manifest-Version")
                .contains("global/pg_control");
        try (ServedDatabase restored = ServedDatabase.in(copy);
                Connection reader = restored.connect()) {
            assertThat(value(reader, "select count(*) || ' ' || sum(n) from kept"))
                    .isEqualTo("1000 500500");
            execute(reader, "insert into kept values (1001)");
        }
    }

    @Test
    void aWalSenderIdentifiesItsSystem() throws IOException {
        try (ServedDatabase database = ServedDatabase.inMemory();
                WireClient client =
                        WireClient.connect(database.address(), Map.of("user", "postgres", "replication", "true"))) {
            assertThat(client.query("IDENTIFY_SYSTEM")).anyMatch(DataRow.class::isInstance);
        }
    }

    private void backUp(ServedDatabase database) throws IOException {
        try (WireClient client =
                WireClient.connect(database.address(), Map.of("user", "postgres", "replication", "true"))) {
            client.send(new Query("BASE_BACKUP (LABEL 'of a test', CHECKPOINT 'fast', WAL true, MANIFEST 'yes')"));
            ByteArrayOutputStream target = archive;
            for (BackendMessage message = client.receive(); !(message instanceof ReadyForQuery); ) {
                if (message instanceof ErrorResponse error) throw new AssertionError(error.error());
                if (message instanceof CopyData copied) {
                    byte[] data = copied.data().toBytes();
                    if (data[0] == MANIFEST) target = manifest;
                    if (data[0] == ARCHIVE_DATA) target.write(data, 1, data.length - 1);
                }
                message = client.receive();
            }
        }
    }

    private void unpack(Path target) throws IOException {
        byte[] bytes = archive.toByteArray();
        int position = 0;
        while (position + BLOCK <= bytes.length && bytes[position] != 0) {
            Path path = target.resolve(text(bytes, position, NAME_BYTES)).normalize();
            int size = Integer.parseInt(text(bytes, position + SIZE, SIZE_DIGITS), OCTAL);
            boolean isDirectory = bytes[position + TYPE] == '5';
            position += BLOCK;
            if (isDirectory) {
                Files.createDirectories(path);
            } else {
                Files.createDirectories(path.getParent());
                Files.write(path, Arrays.copyOfRange(bytes, position, position + size));
            }
            position += (size + BLOCK - 1) / BLOCK * BLOCK;
        }
    }

    private static String text(byte[] bytes, int offset, int length) {
        int end = offset;
        while (end < offset + length && bytes[end] != 0) end++;
        return new String(bytes, offset, end - offset, StandardCharsets.UTF_8).strip();
    }
}
