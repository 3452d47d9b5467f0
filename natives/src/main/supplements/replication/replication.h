/*
 * What the files of this supplement share: fields of PostgreSQL 18's structs, which the binary does not describe, and how a message is
 * written. The tests that compare messages with native PostgreSQL's notice a struct that has changed.
 */
#ifndef REPLICATION_H
#define REPLICATION_H

#include "ereport.h"

/* Offsets in structs of a 32-bit PostgreSQL. */
enum {
  StringInfo_data = 0,
  StringInfo_len = 4,

  HeapTuple_t_data = 16,
  HeapTupleHeader_t_hoff = 22,

  List_length = 4,
  List_elements = 12,

  Relation_indexvalid = 27,
  Relation_rel = 48,
  Relation_att = 52,
  Relation_id = 56,
  Relation_replidindex = 144,
  Relation_index = 192,

  Class_name = 4,
  Class_namespace = 68,
  Class_hasindex = 116,
  Class_persistence = 118,
  Class_kind = 119,
  Class_replident = 130,

  Index_nkeyatts = 10,
  Index_keys = 48,

  TupleDesc_natts = 0,
  TupleDesc_attributes = 20,
  CompactAttribute_size = 16,

  Attribute_name = 4,
  Attribute_type = 68,
  Attribute_length = 72,
  Attribute_number = 74,
  Attribute_typmod = 76,
  Attribute_generated = 90,
  Attribute_isdropped = 91,
  Attribute_size = 100,

  Slot_nvalid = 6,
  Slot_values = 16,
  Slot_isnull = 20,

  Type_name = 4,
  Type_namespace = 68,
  Type_output = 104,
  Type_send = 112,

  Publication_oid = 0,
  Publication_alltables = 8,

  Transaction_xid = 4,
  Transaction_gid = 12,
  Transaction_final_lsn = 24,
  Transaction_end_lsn = 32,
  Transaction_time = 72,

  Decoding_update_progress = 128,
  Decoding_write_location = 152,
  Decoding_write_xid = 160
};

/* The caches of catalogs, by their numbers. */
enum { PUBLICATIONRELMAP = 53, REPLORIGIDENT = 58, TYPEOID = 82 };

enum { PG_CATALOG_NAMESPACE = 11, FIRST_NORMAL_OID = 16384 };

/* The kinds of columns that a publication publishes although they are generated. */
enum { GENERATED_STORED = 's', PUBLISH_STORED = 's' };

enum { REPLICA_IDENTITY_FULL = 'f' };

static inline u32 descriptor_of(rt_guest *g, u32 relation) {
  return i32_load(g, relation, Relation_att);
}

static inline u32 class_of(rt_guest *g, u32 relation) {
  return i32_load(g, relation, Relation_rel);
}

static inline u32 attribute_count(rt_guest *g, u32 descriptor) {
  return i32_load(g, descriptor, TupleDesc_natts);
}

/* The row of pg_attribute of a column, counted from 0: these lie behind the compact forms of all columns. */
static inline u32 attribute(rt_guest *g, u32 descriptor, u32 column) {
  return descriptor + TupleDesc_attributes + attribute_count(g, descriptor) * CompactAttribute_size + column * Attribute_size;
}

/* The columns of a row of a catalog, as they are declared. */
static inline u32 row_of(rt_guest *g, u32 tuple) {
  u32 header = i32_load(g, tuple, HeapTuple_t_data);
  return header + i32_load8_u(g, header, HeapTupleHeader_t_hoff);
}

/* The length of a text in the guest's memory. */
static inline u32 length_of(rt_guest *g, u32 text) {
  return (u32)strlen((const char *)g + text);
}

/* ---- message.c: appends to a StringInfo ---- */

void put8(rt_guest *g, u32 out, u32 value);
void put16(rt_guest *g, u32 out, u32 value);
void put32(rt_guest *g, u32 out, u32 value);
void put64(rt_guest *g, u32 out, u64 value);
/* A text and the byte 0 behind it, in the client's encoding. */
void put_string(rt_guest *g, u32 out, u32 text);
/* A text behind its length, in the client's encoding. */
void put_counted_text(rt_guest *g, u32 out, u32 text);
/* Begins a message: the number of the transaction follows the kind only while changes are streamed before their commit, else it is 0. */
void put_kind(rt_guest *g, u32 out, char kind, u32 streamed_xid);
/* The name of a schema, which is empty for pg_catalog. */
void put_schema(rt_guest *g, u32 out, u32 schema);

/* ---- others ---- */

/* The row of pg_type, which the caller releases. */
u32 type_tuple(rt_guest *g, u32 type);
u32 published_columns(rt_guest *g, u32 descriptor, u32 columns, u32 generated);
/* Raises the error of a catalog that lacks the row with this number. */
__attribute__((noreturn)) void lookup_failed(rt_guest *g, const char *what, u32 oid);

#endif
