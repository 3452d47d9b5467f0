package dev.pglitej.examples.debezium;

import io.debezium.embedded.Connect;
import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** A running Debezium engine that keeps the changes of the table {@code orders}, each as a line of text. Thread-safe. */
final class Capture implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 60;

    private final BlockingQueue<String> changes = new LinkedBlockingQueue<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final DebeziumEngine<ChangeEvent<SourceRecord, SourceRecord>> engine;

    private Capture(Properties properties) {
        this.engine = DebeziumEngine.create(Connect.class)
                .using(properties)
                .notifying(event -> changes.add(line(event.value())))
                .using((success, message, error) -> {
                    if (!success) changes.add("failed: " + message + " " + error);
                })
                .build();
    }

    static Capture start(int port, Path offsets) {
        Capture capture = new Capture(properties(port, offsets));
        capture.thread.execute(capture.engine);
        return capture;
    }

    private static Properties properties(int port, Path offsets) {
        Properties properties = new Properties();
        properties.setProperty("name", "shop");
        properties.setProperty("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        properties.setProperty("plugin.name", "pgoutput");
        properties.setProperty("database.hostname", "127.0.0.1");
        properties.setProperty("database.port", String.valueOf(port));
        properties.setProperty("database.user", "postgres");
        properties.setProperty("database.password", "");
        properties.setProperty("database.dbname", "postgres");
        properties.setProperty("database.sslmode", "disable");
        properties.setProperty("topic.prefix", "shop");
        properties.setProperty("table.include.list", "public.orders");
        properties.setProperty("publication.autocreate.mode", "filtered");
        properties.setProperty("tombstones.on.delete", "false");
        properties.setProperty("offset.storage", "org.apache.kafka.connect.storage.FileOffsetBackingStore");
        properties.setProperty("offset.storage.file.filename", offsets.toString());
        properties.setProperty("offset.flush.interval.ms", "0");
        return properties;
    }

    private static String line(SourceRecord event) {
        Struct change = (Struct) event.value();
        StringBuilder line = new StringBuilder(change.getString("op"));
        Struct row = change.getStruct("after");
        if (row != null) {
            for (Field field : row.schema().fields()) {
                line.append(' ').append(field.name()).append('=').append(row.get(field));
            }
        }
        return line.toString();
    }

    /** The next changes. */
    List<String> take(int count) {
        List<String> taken = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                String change = changes.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
                if (change == null) throw new AssertionError("only these changes within a minute: " + taken);
                taken.add(change);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted after " + taken, e);
        }
        return taken;
    }

    /** Ends the engine, which keeps its offset. */
    @Override
    public void close() throws IOException {
        try {
            engine.close();
        } finally {
            thread.shutdown();
        }
    }
}
