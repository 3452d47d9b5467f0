package dev.pglitej.benchmarks.training;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Loads the lines of orders, and takes tables out again, in COPY's three formats. */
final class Copies {
    private static final int ORDERS = 50_000;
    private static final int PRODUCTS = 3_000;

    private Copies() {}

    static void in(Connection connection) throws SQLException {
        CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
        try {
            copies.copyIn("copy lines from stdin", lines(1, ORDERS / 2, '\t'));
            copies.copyIn("copy lines from stdin (format csv)", lines(ORDERS / 2 + 1, ORDERS, ','));
        } catch (IOException e) {
            throw new SQLException("COPY broke off", e);
        }
    }

    static void out(Connection connection) throws SQLException {
        CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
        try {
            copies.copyOut("copy customers to stdout", OutputStream.nullOutputStream());
            copies.copyOut(
                    "copy (select * from orders where number < 20000) to stdout (format csv, header)",
                    OutputStream.nullOutputStream());
            copies.copyOut("copy products to stdout (format binary)", OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new SQLException("COPY broke off", e);
        }
    }

    private static ByteArrayInputStream lines(int from, int to, char separator) {
        StringBuilder text = new StringBuilder();
        for (int number = from; number <= to; number++) {
            for (int position = 1; position <= 1 + number % 5; position++) {
                int product = 1 + (int) ((number * 31L + position * 577L) % PRODUCTS);
                text.append(number).append(separator).append(position).append(separator);
                text.append(product).append(separator).append(1 + (number + position) % 12);
                text.append(separator).append(product % 400).append(".99\n");
            }
        }
        return new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.US_ASCII));
    }
}
