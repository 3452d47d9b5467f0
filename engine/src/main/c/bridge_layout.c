/* The layout of a guest's state, which Java's GuestState repeats. */
#include "bridge.h"

#define IN_HEADER(member) ((jlong)(RT_RESERVED_BEFORE - RT_HEADER_BYTES + offsetof(struct rt_header, member)))
#define CONTROL ((jlong)(RT_RESERVED_BEFORE - RT_HEADER_BYTES + sizeof(struct rt_header)))
#define IN_CONTROL(member) (CONTROL + (jlong)offsetof(struct rt_control, member))

_Static_assert(offsetof(struct rt_header, request) == 32, "GuestState.REQUEST");
_Static_assert(sizeof(struct rt_header) == 592, "GuestState.CONTROL");
_Static_assert(offsetof(struct rt_private, control) == 0, "GuestState.CONTROL");

jlongArray JNICALL bridge_layout(JNIEnv *env, jclass self) {
  (void)self;
  const jlong values[] = {
      RT_RESERVED_BEFORE,
      RT_AREA_BYTES,
      RT_HEADER_BYTES,
      RT_GOT_BYTES,
      RT_TABLE_CAPACITY,
      sizeof(struct rt_entry),
      IN_HEADER(memory_pages),
      IN_HEADER(table_size),
      IN_HEADER(table_max),
      IN_HEADER(request.kind),
      IN_HEADER(request.module),
      IN_HEADER(request.import),
      IN_HEADER(request.depth),
      IN_HEADER(request.trap),
      IN_HEADER(request.answer),
      IN_HEADER(request.fault),
      IN_HEADER(request.argument),
      IN_HEADER(request.result),
      IN_CONTROL(command),
      IN_CONTROL(code),
      IN_CONTROL(enter),
      IN_CONTROL(trap_at),
      RT_REQUEST_RETURNED,
      RT_REQUEST_HOST_CALL,
      RT_REQUEST_TRAPPED,
      RT_REQUEST_ABANDONED,
      RT_HOST_FUNCTIONS,
      RT_TRAP_UNRESOLVED_IMPORT,
  };
  return bridge_longs(env, values, sizeof values / sizeof values[0]);
}
