/* Messages with rows: inserted, updated, deleted. */
#include "replication.h"

/* How a column comes. */
enum { COLUMN_NULL = 'n', COLUMN_UNCHANGED = 'u', COLUMN_TEXT = 't', COLUMN_BINARY = 'b' };
/* Which row comes. */
enum { ROW_NEW = 'N', ROW_OLD = 'O', ROW_KEY = 'K' };

enum { VARIABLE_LENGTH = -1, VARHDRSZ = 4 };

/* The first bytes of a value that lies in a TOAST table: a header of one byte, and the kind of pointer behind it. */
enum { POINTER_HEADER = 1, POINTER_ON_DISK = 18 };

/* Whether a value is only pointed to: it did not change, and was not read again. */
static int is_on_disk(rt_guest *g, u32 attribute_row, u32 value) {
  return (s32)i32_load16_s(g, attribute_row, Attribute_length) == VARIABLE_LENGTH && i32_load8_u(g, value, 0) == POINTER_HEADER &&
         i32_load8_u(g, value, 1) == POINTER_ON_DISK;
}

static void put_binary(rt_guest *g, u32 out, u32 send, u32 value) {
  put8(g, out, COLUMN_BINARY);
  u32 bytes = guest_pg_detoast_datum(g, guest_OidFunctionCall1Coll(g, send, 0, value));
  u32 length = (i32_load(g, bytes, 0) >> 2) - VARHDRSZ;
  put32(g, out, length);
  guest_pq_sendbytes(g, out, bytes + VARHDRSZ, length);
  guest_pfree(g, bytes);
}

static void put_text(rt_guest *g, u32 out, u32 output, u32 value) {
  put8(g, out, COLUMN_TEXT);
  u32 text = guest_OidOutputFunctionCall(g, output, value);
  put_counted_text(g, out, text);
  guest_pfree(g, text);
}

static void put_value(rt_guest *g, u32 out, u32 type, u32 value, u32 binary) {
  u32 tuple = type_tuple(g, type);
  u32 row = row_of(g, tuple);
  u32 send = i32_load(g, row, Type_send);
  if (binary && send != 0) {
    put_binary(g, out, send, value);
  } else {
    put_text(g, out, i32_load(g, row, Type_output), value);
  }
  guest_ReleaseSysCache(g, tuple);
}

/* Which columns of a table are written, and how. */
struct form {
  u32 relation;
  u32 binary;
  u32 columns;
  u32 generated;
};

static void put_row(rt_guest *g, u32 out, const struct form *form, u32 slot) {
  u32 descriptor = descriptor_of(g, form->relation);
  u32 count = attribute_count(g, descriptor);
  put16(g, out, published_columns(g, descriptor, form->columns, form->generated));
  if ((s32)i32_load16_s(g, slot, Slot_nvalid) < (s32)count) {
    guest_slot_getsomeattrs_int(g, slot, count);
  }
  u32 values = i32_load(g, slot, Slot_values);
  u32 nulls = i32_load(g, slot, Slot_isnull);
  for (u32 i = 0; i < count; i++) {
    u32 row = attribute(g, descriptor, i);
    if (!logicalrep_should_publish_column(g, row, form->columns, form->generated)) {
      continue;
    }
    u32 value = i32_load(g, values + 4 * i, 0);
    if (i32_load8_u(g, nulls + i, 0)) {
      put8(g, out, COLUMN_NULL);
    } else if (is_on_disk(g, row, value)) {
      put8(g, out, COLUMN_UNCHANGED);
    } else {
      put_value(g, out, i32_load(g, row, Attribute_type), value, form->binary);
    }
  }
}

static void begin(rt_guest *g, u32 out, char kind, u32 xid, u32 relation) {
  put_kind(g, out, kind, xid);
  put32(g, out, i32_load(g, relation, Relation_id));
}

/* The row as it was: all of it, or the columns that tell it apart. */
static void put_old(rt_guest *g, u32 out, const struct form *form, u32 slot) {
  int all = i32_load8_u(g, class_of(g, form->relation), Class_replident) == REPLICA_IDENTITY_FULL;
  put8(g, out, all ? ROW_OLD : ROW_KEY);
  put_row(g, out, form, slot);
}

static void put_new(rt_guest *g, u32 out, const struct form *form, u32 slot) {
  put8(g, out, ROW_NEW);
  put_row(g, out, form, slot);
}

void logicalrep_write_insert(rt_guest *g, u32 out, u32 xid, u32 relation, u32 row, u32 binary, u32 columns, u32 generated) {
  struct form form = {relation, binary, columns, generated};
  begin(g, out, 'I', xid, relation);
  put_new(g, out, &form, row);
}

void logicalrep_write_update(rt_guest *g, u32 out, u32 xid, u32 relation, u32 old, u32 row, u32 binary, u32 columns, u32 generated) {
  struct form form = {relation, binary, columns, generated};
  begin(g, out, 'U', xid, relation);
  if (old != 0) {
    put_old(g, out, &form, old);
  }
  put_new(g, out, &form, row);
}

void logicalrep_write_delete(rt_guest *g, u32 out, u32 xid, u32 relation, u32 old, u32 binary, u32 columns, u32 generated) {
  struct form form = {relation, binary, columns, generated};
  begin(g, out, 'D', xid, relation);
  put_old(g, out, &form, old);
}
