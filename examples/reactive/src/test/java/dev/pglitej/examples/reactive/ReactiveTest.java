package dev.pglitej.examples.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.PGlite;
import dev.pglitej.server.Server;
import dev.pglitej.server.ServerLog;
import dev.pglitej.server.ServerOptions;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Clients that bring a protocol of their own meet the database through its server, which is in the same process. */
@Timeout(60)
final class ReactiveTest {
    private static PGlite database;
    private static Server server;
    private static InetSocketAddress address;

    @BeforeAll
    static void start() throws IOException {
        database = PGlite.inMemory();
        ServerLog log = ServerLog.to(System.err);
        server = Server.start(Server.bind("127.0.0.1", 0), database, ServerOptions.defaults(), log);
        address = server.address();
    }

    @AfterAll
    static void stop() {
        server.close();
        database.close();
    }

    @Test
    void r2dbcRollsBackAndReadsManyRows() {
        ConnectionFactory connections = ConnectionFactories.get(
                "r2dbc:postgresql://postgres@127.0.0.1:" + address.getPort() + "/postgres?sslMode=DISABLE");
        Flux<Integer> rows = Flux.usingWhen(
                connections.create(),
                connection -> Flux.from(connection
                                .createStatement("create temp table numbers (n int)")
                                .execute())
                        .flatMap(result -> result.getRowsUpdated())
                        .thenMany(connection.beginTransaction())
                        .thenMany(Flux.from(connection
                                        .createStatement("insert into numbers values ($1)")
                                        .bind("$1", 1)
                                        .execute())
                                .flatMap(result -> result.getRowsUpdated()))
                        .thenMany(connection.rollbackTransaction())
                        .thenMany(Flux.from(connection
                                        .createStatement(
                                                "select g from generate_series(1, 1000) g where not exists (select from numbers)")
                                        .execute())
                                .flatMap(result -> result.map((row, metadata) -> row.get(0, Integer.class)))),
                connection -> Mono.from(connection.close()));

        assertThat(rows.collectList().block()).hasSize(1000).endsWith(1000);
    }

    @Test
    void vertxPipelinesABatchAndReadsItBack() throws Exception {
        Vertx vertx = Vertx.vertx();
        PgConnectOptions connect = new PgConnectOptions()
                .setHost("127.0.0.1")
                .setPort(address.getPort())
                .setDatabase("postgres")
                .setUser("postgres");
        Pool pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(4))
                .connectingTo(connect)
                .using(vertx)
                .build();
        try {
            RowSet<Row> rows = pool.withTransaction(connection -> connection
                            .query("create table fruit (name text)")
                            .execute()
                            .compose(created -> connection
                                    .preparedQuery("insert into fruit values ($1)")
                                    .executeBatch(List.of(Tuple.of("apple"), Tuple.of("pear"))))
                            .compose(inserted -> connection
                                    .query("select name from fruit order by name")
                                    .execute()))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);

            assertThat(rows).extracting(row -> row.getString("name")).containsExactly("apple", "pear");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }
}
