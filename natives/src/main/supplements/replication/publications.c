/* What publications publish. */
#include "replication.h"

enum { KIND_TABLE = 'r', KIND_PARTITIONED_TABLE = 'p', PERSISTENCE_PERMANENT = 'p' };
/* The column of pg_publication_rel with the published columns, and what an array of numbers without a null begins with. */
enum { COLUMN_PRATTRS = 5, ARRAY_LENGTH = 16, ARRAY_ELEMENTS = 24 };

u32 is_publishable_relation(rt_guest *g, u32 relation) {
  u32 row = class_of(g, relation);
  u32 kind = i32_load8_u(g, row, Class_kind);
  return (kind == KIND_TABLE || kind == KIND_PARTITIONED_TABLE) && i32_load8_u(g, row, Class_persistence) == PERSISTENCE_PERMANENT &&
         i32_load(g, relation, Relation_id) >= FIRST_NORMAL_OID;
}

/* Whether a publication has a table, by itself or by its schema. */
static int publishes(rt_guest *g, u32 publication, u32 table) {
  u32 own = guest_GetRelationPublications(g, table);
  u32 found = guest_list_member_oid(g, own, publication);
  guest_list_free(g, own);
  if (!found) {
    u32 schemas = guest_GetSchemaPublications(g, guest_get_rel_namespace(g, table));
    found = guest_list_member_oid(g, schemas, publication);
    guest_list_free(g, schemas);
  }
  return found != 0;
}

/* The last one of a table's ancestors, which come from the next to the farthest, that a publication has; 0 if it has none. */
u32 GetTopMostAncestorInPublication(rt_guest *g, u32 publication, u32 ancestors, u32 level) {
  u32 topmost = 0;
  u32 count = ancestors == 0 ? 0 : i32_load(g, ancestors, List_length);
  for (u32 i = 0; i < count; i++) {
    u32 ancestor = i32_load(g, i32_load(g, ancestors, List_elements) + 4 * i, 0);
    if (publishes(g, publication, ancestor)) {
      topmost = ancestor;
      if (level != 0) {
        i32_store(g, level, 0, i + 1);
      }
    }
  }
  return topmost;
}

/* Adds the columns that an array of numbers names to a set that lives in a memory context. */
static u32 with_columns(rt_guest *g, u32 set, u32 array, u32 context) {
  u32 numbers = guest_pg_detoast_datum(g, array);
  u32 current = address_of_CurrentMemoryContext(g);
  u32 before = i32_load(g, current, 0);
  if (context != 0) {
    i32_store(g, current, 0, context);
  }
  for (u32 i = 0; i < i32_load(g, numbers, ARRAY_LENGTH); i++) {
    set = guest_bms_add_member(g, set, (u32)i32_load16_s(g, numbers + 2 * i, ARRAY_ELEMENTS));
  }
  i32_store(g, current, 0, before);
  return set;
}

/* Whether a publication has a list of columns for a table; if asked for, the columns are added to a set. */
u32 check_and_fetch_column_list(rt_guest *g, u32 publication, u32 relation, u32 context, u32 columns) {
  if (i32_load8_u(g, publication, Publication_alltables)) {
    return 0;
  }
  u32 tuple = guest_SearchSysCache2(g, PUBLICATIONRELMAP, relation, i32_load(g, publication, Publication_oid));
  if (tuple == 0) {
    return 0;
  }
  u32 is_null = stack_pointer(g) - 16;
  set_stack_pointer(g, is_null);
  u32 array = guest_SysCacheGetAttr(g, PUBLICATIONRELMAP, tuple, COLUMN_PRATTRS, is_null);
  u32 found = !i32_load8_u(g, is_null, 0);
  set_stack_pointer(g, is_null + 16);
  if (found && columns != 0) {
    i32_store(g, columns, 0, with_columns(g, i32_load(g, columns, 0), array, context));
  }
  guest_ReleaseSysCache(g, tuple);
  return found;
}

/* The set of the columns that are published where no list names them. */
u32 pub_form_cols_map(rt_guest *g, u32 relation, u32 generated) {
  u32 descriptor = descriptor_of(g, relation);
  u32 set = 0;
  for (u32 i = 0; i < attribute_count(g, descriptor); i++) {
    u32 row = attribute(g, descriptor, i);
    if (logicalrep_should_publish_column(g, row, 0, generated)) {
      set = guest_bms_add_member(g, set, (u32)i32_load16_s(g, row, Attribute_number));
    }
  }
  return set;
}
