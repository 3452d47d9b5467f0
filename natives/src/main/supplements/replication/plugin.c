/* What else an output plugin asks of the server. */
#include "replication.h"

/* The list of functions that are called when a table's publication changes: its capacity, and its elements. */
enum { MAX_CALLBACKS = 10, CALLBACK_BYTES = 8, CALLBACK_ARGUMENT = 4 };

enum { REPLORIGIN_NAME = 4 };

void CacheRegisterRelSyncCallback(rt_guest *g, u32 function, u32 argument) {
  u32 count = i32_load(g, address_of_relsync_callback_count(g), 0);
  if (count >= MAX_CALLBACKS) {
    EREPORT(g, .sqlstate = ERRCODE_INTERNAL_ERROR, .message = "out of relsync_callback_list slots");
  }
  u32 element = address_of_relsync_callback_list(g) + count * CALLBACK_BYTES;
  i32_store(g, element, 0, function);
  i32_store(g, element, CALLBACK_ARGUMENT, argument);
  i32_store(g, address_of_relsync_callback_count(g), 0, count + 1);
}

/* Tells the client how far decoding is, if the client wants to know. */
void OutputPluginUpdateProgress(rt_guest *g, u32 context, u32 is_skipped) {
  u32 update = i32_load(g, context, Decoding_update_progress);
  if (update != 0) {
    call_ijii_v(g, update, context, i64_load(g, context, Decoding_write_location), i32_load(g, context, Decoding_write_xid),
                is_skipped);
  }
}

void free_attrmap(rt_guest *g, u32 map) {
  guest_pfree(g, i32_load(g, map, 0));
  guest_pfree(g, map);
}

/* Lists of numbers differ only in their tags. */
u32 list_member_xid(rt_guest *g, u32 list, u32 xid) {
  return guest_list_member_oid(g, list, xid);
}

u32 replorigin_by_oid(rt_guest *g, u32 origin, u32 missing_ok, u32 name) {
  u32 tuple = guest_SearchSysCache1(g, REPLORIGIDENT, origin);
  if (tuple == 0) {
    i32_store(g, name, 0, 0);
    if (!missing_ok) {
      lookup_failed(g, "replication origin", origin);
    }
    return 0;
  }
  i32_store(g, name, 0, guest_text_to_cstring(g, row_of(g, tuple) + REPLORIGIN_NAME));
  guest_ReleaseSysCache(g, tuple);
  return 1;
}
