/*
 * Images in files. Linear memory is the same for every process and is mapped from the file by all of them; what lies below
 * it holds machine addresses, is saved as what they stand for, and is made anew once by each process that loads the image.
 *
 * A file has, in this order: struct saved, a struct saved_entry for each entry of the table, the signatures of the host
 * functions, the main module's area, and from the next page on the part of linear memory.
 */
#ifndef PGLITEJ_SAVED_IMAGE_H
#define PGLITEJ_SAVED_IMAGE_H

#include "runtime.h"

#define SAVED_MAGIC UINT64_C(0x31676d494a474c50) /* "PLGJImg1" */

struct saved {
  uint64_t magic;
  uint64_t layout; /* of the module: see saved_layout */
  uint32_t memory_pages;
  uint32_t table_size;
  uint32_t host_functions;
  uint32_t area_bytes;
};

/* What a code pointer of the table stands for. */
enum { CODE_NULL, CODE_FUNCTION, CODE_IMPORT, CODE_BUILTIN, CODE_HOST };
struct saved_entry {
  uint32_t type;
  uint16_t kind;
  uint16_t reserved;
  uint32_t index; /* of the module's function, of the import, or of the host function */
};

/* saved_image.c */
/* A hash of all that an image relies on: the wasm, and where its translation keeps what. */
uint64_t saved_layout(const struct rt_module *module);
/* The code of ours that an import of the module may be linked to; null if there is none. */
rt_code saved_builtin(const struct rt_module *module, uint32_t import);
/* How many host functions a process of the image has. */
uint32_t saved_host_functions(const struct rt_image *image);

#endif
