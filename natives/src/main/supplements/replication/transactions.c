/* Messages about transactions: where they begin and end, are prepared and streamed, and what they say of themselves. */
#include "replication.h"

/* Messages have a byte for flags. Only messages of the application have one that is set. */
enum { NO_FLAGS = 0, FLAG_TRANSACTIONAL = 1 };

static u64 time_of(rt_guest *g, u32 transaction) {
  return i64_load(g, transaction, Transaction_time);
}

static u64 end_of(rt_guest *g, u32 transaction) {
  return i64_load(g, transaction, Transaction_end_lsn);
}

static u32 xid_of(rt_guest *g, u32 transaction) {
  return i32_load(g, transaction, Transaction_xid);
}

/* The name that PREPARE TRANSACTION gave to the transaction. */
static void put_gid(rt_guest *g, u32 out, u32 transaction) {
  put_string(g, out, i32_load(g, transaction, Transaction_gid));
}

void logicalrep_write_begin(rt_guest *g, u32 out, u32 transaction) {
  put8(g, out, 'B');
  put64(g, out, i64_load(g, transaction, Transaction_final_lsn));
  put64(g, out, time_of(g, transaction));
  put32(g, out, xid_of(g, transaction));
}

/* What the ends of transactions have in common: where it is in the log, where the next record begins, and when it was. */
static void put_end(rt_guest *g, u32 out, u32 transaction, u64 lsn) {
  put8(g, out, NO_FLAGS);
  put64(g, out, lsn);
  put64(g, out, end_of(g, transaction));
  put64(g, out, time_of(g, transaction));
}

void logicalrep_write_commit(rt_guest *g, u32 out, u32 transaction, u64 lsn) {
  put8(g, out, 'C');
  put_end(g, out, transaction, lsn);
}

void logicalrep_write_stream_commit(rt_guest *g, u32 out, u32 transaction, u64 lsn) {
  put_kind(g, out, 'c', xid_of(g, transaction));
  put_end(g, out, transaction, lsn);
}

void logicalrep_write_begin_prepare(rt_guest *g, u32 out, u32 transaction) {
  put8(g, out, 'b');
  put64(g, out, i64_load(g, transaction, Transaction_final_lsn));
  put64(g, out, end_of(g, transaction));
  put64(g, out, time_of(g, transaction));
  put32(g, out, xid_of(g, transaction));
  put_gid(g, out, transaction);
}

static void put_prepared(rt_guest *g, u32 out, char kind, u32 transaction, u64 lsn) {
  put8(g, out, (u32)kind);
  put_end(g, out, transaction, lsn);
  put32(g, out, xid_of(g, transaction));
  put_gid(g, out, transaction);
}

void logicalrep_write_prepare(rt_guest *g, u32 out, u32 transaction, u64 lsn) {
  put_prepared(g, out, 'P', transaction, lsn);
}

void logicalrep_write_stream_prepare(rt_guest *g, u32 out, u32 transaction, u64 lsn) {
  put_prepared(g, out, 'p', transaction, lsn);
}

void logicalrep_write_commit_prepared(rt_guest *g, u32 out, u32 transaction, u64 lsn) {
  put_prepared(g, out, 'K', transaction, lsn);
}

void logicalrep_write_rollback_prepared(rt_guest *g, u32 out, u32 transaction, u64 prepare_end, u64 prepare_time) {
  put8(g, out, 'r');
  put8(g, out, NO_FLAGS);
  put64(g, out, prepare_end);
  put64(g, out, end_of(g, transaction));
  put64(g, out, prepare_time);
  put64(g, out, time_of(g, transaction));
  put32(g, out, xid_of(g, transaction));
  put_gid(g, out, transaction);
}

void logicalrep_write_origin(rt_guest *g, u32 out, u32 origin, u64 lsn) {
  put8(g, out, 'O');
  put64(g, out, lsn);
  put_string(g, out, origin);
}

void logicalrep_write_message(rt_guest *g, u32 out, u32 xid, u64 lsn, u32 transactional, u32 prefix, u32 length, u32 message) {
  put_kind(g, out, 'M', xid);
  put8(g, out, transactional ? FLAG_TRANSACTIONAL : NO_FLAGS);
  put64(g, out, lsn);
  put_string(g, out, prefix);
  put32(g, out, length);
  guest_pq_sendbytes(g, out, message, length);
}

void logicalrep_write_stream_start(rt_guest *g, u32 out, u32 xid, u32 is_first) {
  put_kind(g, out, 'S', xid);
  put8(g, out, is_first ? 1 : 0);
}

void logicalrep_write_stream_stop(rt_guest *g, u32 out) {
  put8(g, out, 'E');
}

/* The place and time of the end are sent only to clients that apply streams in parallel. */
void logicalrep_write_stream_abort(rt_guest *g, u32 out, u32 xid, u32 subxid, u64 lsn, u64 time, u32 has_end) {
  put_kind(g, out, 'A', xid);
  put32(g, out, subxid);
  if (has_end) {
    put64(g, out, lsn);
    put64(g, out, time);
  }
}
