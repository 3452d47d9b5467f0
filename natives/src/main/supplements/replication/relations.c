/* Messages that describe tables and types, and that say which tables were truncated. */
#include "replication.h"

enum { FLAG_CASCADE = 1, FLAG_RESTART_SEQUENCES = 2 };
enum { FLAG_KEY = 1 };
/* PostgreSQL's sets of columns count from the first system column. */
enum { LOWEST_COLUMN = -7 };

u32 logicalrep_should_publish_column(rt_guest *g, u32 attribute_row, u32 columns, u32 generated) {
  if (i32_load8_u(g, attribute_row, Attribute_isdropped)) {
    return 0;
  }
  if (columns != 0) {
    return guest_bms_is_member(g, (u32)i32_load16_s(g, attribute_row, Attribute_number), columns);
  }
  u32 kind = i32_load8_u(g, attribute_row, Attribute_generated);
  return kind == 0 || (kind == GENERATED_STORED && generated == PUBLISH_STORED);
}

u32 published_columns(rt_guest *g, u32 descriptor, u32 columns, u32 generated) {
  u32 count = 0;
  for (u32 i = 0; i < attribute_count(g, descriptor); i++) {
    count += logicalrep_should_publish_column(g, attribute(g, descriptor, i), columns, generated);
  }
  return count;
}

/* The index whose columns tell rows apart, or 0. PostgreSQL finds it when it lists a table's indexes. */
static u32 identity_index(rt_guest *g, u32 relation) {
  if (!i32_load8_u(g, class_of(g, relation), Class_hasindex)) {
    return 0;
  }
  if (!i32_load8_u(g, relation, Relation_indexvalid)) {
    guest_list_free(g, guest_RelationGetIndexList(g, relation));
  }
  return i32_load(g, relation, Relation_replidindex);
}

/* The columns that tell rows apart, as a set; empty where there are none. */
static u32 identity_columns(rt_guest *g, u32 relation) {
  u32 oid = identity_index(g, relation);
  if (oid == 0) {
    return 0;
  }
  u32 index = guest_RelationIdGetRelation(g, oid);
  if (index == 0) {
    lookup_failed(g, "index", oid);
  }
  u32 row = i32_load(g, index, Relation_index);
  u32 set = 0;
  for (u32 i = 0; i < i32_load16_u(g, row, Index_nkeyatts); i++) {
    s32 column = i32_load16_s(g, row + 2 * i, Index_keys);
    if (column != 0) {
      set = guest_bms_add_member(g, set, (u32)(column - LOWEST_COLUMN));
    }
  }
  guest_RelationClose(g, index);
  return set;
}

static void put_columns(rt_guest *g, u32 out, u32 relation, u32 columns, u32 generated) {
  u32 descriptor = descriptor_of(g, relation);
  put16(g, out, published_columns(g, descriptor, columns, generated));
  int all = i32_load8_u(g, class_of(g, relation), Class_replident) == REPLICA_IDENTITY_FULL;
  u32 keys = all ? 0 : identity_columns(g, relation);
  for (u32 i = 0; i < attribute_count(g, descriptor); i++) {
    u32 row = attribute(g, descriptor, i);
    if (logicalrep_should_publish_column(g, row, columns, generated)) {
      s32 number = i32_load16_s(g, row, Attribute_number);
      int is_key = all || (keys != 0 && guest_bms_is_member(g, (u32)(number - LOWEST_COLUMN), keys));
      put8(g, out, is_key ? FLAG_KEY : 0);
      put_string(g, out, row + Attribute_name);
      put32(g, out, i32_load(g, row, Attribute_type));
      put32(g, out, i32_load(g, row, Attribute_typmod));
    }
  }
  if (keys != 0) {
    guest_pfree(g, keys);
  }
}

void logicalrep_write_rel(rt_guest *g, u32 out, u32 xid, u32 relation, u32 columns, u32 generated) {
  u32 row = class_of(g, relation);
  put_kind(g, out, 'R', xid);
  put32(g, out, i32_load(g, relation, Relation_id));
  put_schema(g, out, i32_load(g, row, Class_namespace));
  put_string(g, out, row + Class_name);
  put8(g, out, i32_load8_u(g, row, Class_replident));
  put_columns(g, out, relation, columns, generated);
}

u32 type_tuple(rt_guest *g, u32 type) {
  u32 tuple = guest_SearchSysCache1(g, TYPEOID, type);
  if (tuple == 0) {
    lookup_failed(g, "type", type);
  }
  return tuple;
}

/* The name is the one of the base type where the type is a domain. */
void logicalrep_write_typ(rt_guest *g, u32 out, u32 xid, u32 type) {
  u32 tuple = type_tuple(g, guest_getBaseType(g, type));
  u32 row = row_of(g, tuple);
  put_kind(g, out, 'Y', xid);
  put32(g, out, type);
  put_schema(g, out, i32_load(g, row, Type_namespace));
  put_string(g, out, row + Type_name);
  guest_ReleaseSysCache(g, tuple);
}

void logicalrep_write_truncate(rt_guest *g, u32 out, u32 xid, u32 count, u32 relations, u32 cascade, u32 restart) {
  put_kind(g, out, 'T', xid);
  put32(g, out, count);
  put8(g, out, (cascade ? FLAG_CASCADE : 0) | (restart ? FLAG_RESTART_SEQUENCES : 0));
  for (u32 i = 0; i < count; i++) {
    put32(g, out, i32_load(g, relations + 4 * i, 0));
  }
}
