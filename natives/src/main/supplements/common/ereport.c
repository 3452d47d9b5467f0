#include "ereport.h"

enum { ERROR = 21, SQLSTATE_LENGTH = 5, SQLSTATE_BITS = 6, STACK_ALIGNMENT = 16 };

/* Puts bytes on the guest's stack, whose pointer the jump after an error puts back. */
static u32 push(rt_guest *g, const void *bytes, size_t length) {
  u32 address = (stack_pointer(g) - (u32)length) & ~(u32)(STACK_ALIGNMENT - 1);
  set_stack_pointer(g, address);
  memcpy(rt_at(g, address, 0), bytes, length);
  return address;
}

/*
 * The address of a text that stays where it is, since PostgreSQL keeps the addresses of an error's file and function. The
 * texts lie one behind the other in the module's memory; what has no room left is empty.
 */
static u32 permanent(rt_guest *g, const char *text) {
  u32 address = own_memory(g);
  u32 end = address + EREPORT_BYTES - 1;
  u32 length = (u32)strlen(text);
  for (const char *at = rt_at(g, address, 0); *at != 0; at = rt_at(g, address, 0)) {
    if (strcmp(at, text) == 0) {
      return address;
    }
    address += (u32)strlen(at) + 1;
  }
  if (length >= end - address) {
    return end;
  }
  memcpy(rt_at(g, address, 0), text, length);
  return address;
}

/* PostgreSQL's MAKE_SQLSTATE. */
static u32 packed(const char *sqlstate) {
  u32 result = 0;
  for (int i = 0; i < SQLSTATE_LENGTH; i++) {
    result |= (u32)(sqlstate[i] - '0') << (SQLSTATE_BITS * i);
  }
  return result;
}

/* Calls a function of errmsg's kind with the format "%s" and the text as its only further argument. */
static void say(rt_guest *g, u32 (*function)(rt_guest *, u32, u32), const char *text) {
  if (text != NULL) {
    u32 arguments[] = {push(g, text, strlen(text) + 1)};
    u32 list = push(g, arguments, sizeof arguments);
    function(g, push(g, "%s", 3), list);
  }
}

void ereport_at(rt_guest *g, const struct ereport *error, const char *file, int line, const char *function) {
  guest_errstart(g, ERROR, 0);
  guest_errcode(g, packed(error->sqlstate));
  say(g, guest_errmsg_internal, error->message);
  say(g, guest_errdetail_internal, error->detail);
  say(g, guest_errhint, error->hint);
  u32 place = permanent(g, file);
  guest_errfinish(g, place, (u32)line, permanent(g, function));
  /* An ERROR does not return. */
  trap_unreachable(g);
}
