package dev.pglitej.benchmarks;

/**
 * How much each row does. Immutable.
 *
 * @param tableRows rows of the table that is computed over
 * @param series numbers that generate_series makes
 * @param roundTrips statements a sample of the two round-trip rows
 * @param singleInserts INSERTs, each a transaction
 * @param transactionInserts INSERTs in one transaction
 * @param indexedSelects SELECTs of a range of an index
 * @param indexedUpdates UPDATEs by primary key in one transaction
 * @param copyRows rows that COPY takes in
 * @param indexRows rows that CREATE INDEX reads
 * @param vacuumRows rows of the table that is vacuumed, half of them deleted
 */
record Scale(
        int tableRows,
        int series,
        int roundTrips,
        int singleInserts,
        int transactionInserts,
        int indexedSelects,
        int indexedUpdates,
        int copyRows,
        int indexRows,
        int vacuumRows) {

    static Scale full() {
        return new Scale(100_000, 1_000_000, 1_000, 1_000, 25_000, 5_000, 25_000, 1_000_000, 1_000_000, 1_000_000);
    }

    /** What computes keeps its size, since it is quick and its ratio is what counts; what writes does a tenth. */
    static Scale quick() {
        return new Scale(100_000, 1_000_000, 500, 200, 2_500, 500, 2_500, 100_000, 100_000, 100_000);
    }
}
