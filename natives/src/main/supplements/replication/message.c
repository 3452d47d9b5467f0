/* Appends to a message of the replication protocol: numbers in the order of the network, and texts in the client's encoding. */
#include <stdio.h>

#include "replication.h"

enum { MESSAGE_BYTES = 100 };

static void store(rt_guest *g, u32 to, u64 value, u32 bytes) {
  for (u32 i = 0; i < bytes; i++) {
    i32_store8(g, to + i, 0, (u32)(value >> (8 * (bytes - 1 - i))));
  }
}

/* A StringInfo ends with a byte 0 that does not count. */
static void put_number(rt_guest *g, u32 out, u64 value, u32 bytes) {
  guest_enlargeStringInfo(g, out, bytes);
  u32 length = i32_load(g, out, StringInfo_len);
  u32 to = i32_load(g, out, StringInfo_data) + length;
  store(g, to, value, bytes);
  i32_store8(g, to + bytes, 0, 0);
  i32_store(g, out, StringInfo_len, length + bytes);
}

void put8(rt_guest *g, u32 out, u32 value) {
  put_number(g, out, value, 1);
}

void put16(rt_guest *g, u32 out, u32 value) {
  put_number(g, out, value, 2);
}

void put32(rt_guest *g, u32 out, u32 value) {
  put_number(g, out, value, 4);
}

void put64(rt_guest *g, u32 out, u64 value) {
  put_number(g, out, value, 8);
}

void put_string(rt_guest *g, u32 out, u32 text) {
  guest_pq_sendtext(g, out, text, length_of(g, text));
  put8(g, out, 0);
}

void put_counted_text(rt_guest *g, u32 out, u32 text) {
  u32 at = i32_load(g, out, StringInfo_len);
  put32(g, out, 0);
  guest_pq_sendtext(g, out, text, length_of(g, text));
  /* Known only now, because the text may have become longer or shorter in the client's encoding. */
  store(g, i32_load(g, out, StringInfo_data) + at, i32_load(g, out, StringInfo_len) - at - 4, 4);
}

void put_kind(rt_guest *g, u32 out, char kind, u32 streamed_xid) {
  put8(g, out, (u32)kind);
  if (streamed_xid != 0) {
    put32(g, out, streamed_xid);
  }
}

void put_schema(rt_guest *g, u32 out, u32 schema) {
  if (schema == PG_CATALOG_NAMESPACE) {
    put8(g, out, 0);
    return;
  }
  u32 name = guest_get_namespace_name(g, schema);
  if (name == 0) {
    lookup_failed(g, "namespace", schema);
  }
  put_string(g, out, name);
}

void lookup_failed(rt_guest *g, const char *what, u32 oid) {
  char message[MESSAGE_BYTES];
  snprintf(message, sizeof message, "cache lookup failed for %s %u", what, oid);
  EREPORT(g, .sqlstate = ERRCODE_INTERNAL_ERROR, .message = message);
}
