/* The little that tests of the C runtime need. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <stdlib.h>

#define CHECK(condition)                                                    \
  do {                                                                      \
    if (!(condition)) {                                                     \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
      exit(1);                                                              \
    }                                                                       \
  } while (0)

#define RUN(test)                     \
  do {                                \
    test();                           \
    fprintf(stderr, "ok %s\n", #test); \
  } while (0)

#endif
