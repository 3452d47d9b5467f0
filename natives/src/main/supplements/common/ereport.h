/*
 * Errors of PostgreSQL. For supplements that import errstart ii:i, errcode i:i, errmsg_internal ii:i, errdetail_internal ii:i,
 * errhint ii:i and errfinish iii:, and have at least EREPORT_BYTES of memory, all of which ereport.c takes.
 */
#ifndef EREPORT_H
#define EREPORT_H

#include "supplement.h"

#define EREPORT_BYTES 1024

#define ERRCODE_FEATURE_NOT_SUPPORTED "0A000"
#define ERRCODE_CHARACTER_NOT_IN_REPERTOIRE "22021"
#define ERRCODE_INVALID_PARAMETER_VALUE "22023"
#define ERRCODE_UNTRANSLATABLE_CHARACTER "22P05"
#define ERRCODE_INTERNAL_ERROR "XX000"

/* What an error says; detail and hint only where there are some. */
struct ereport {
  const char *sqlstate;
  const char *message;
  const char *detail;
  const char *hint;
};

/*
 * Raises an ERROR, as in EREPORT(g, .sqlstate = ERRCODE_INTERNAL_ERROR, .message = "..."). It never comes back: PostgreSQL jumps
 * to where it handles errors, past all C frames up to there, so nothing of these may need to be freed.
 */
#define EREPORT(g, ...) EREPORT_FROM(g, __func__, __VA_ARGS__)
/* The same as if the function of this name raised it. */
#define EREPORT_FROM(g, function, ...) ereport_at(g, &(struct ereport){__VA_ARGS__}, __FILE__, __LINE__, function)
__attribute__((noreturn)) void ereport_at(rt_guest *g, const struct ereport *error, const char *file, int line,
                                          const char *function);

#endif
