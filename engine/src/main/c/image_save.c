/* Writes an image to a file: see saved_image.h. */
#include "saved_image.h"

#include <errno.h>
#include <stdlib.h>

struct known_code {
  uintptr_t code;
  uint32_t function;
};

static int by_code(const void *a, const void *b) {
  uintptr_t x = ((const struct known_code *)a)->code;
  uintptr_t y = ((const struct known_code *)b)->code;
  return x < y ? -1 : x > y;
}

static struct known_code *known_functions(const struct rt_module *module) {
  struct known_code *known = malloc(module->function_count * sizeof *known + 1);
  if (known != NULL) {
    for (uint32_t i = 0; i < module->function_count; i++) {
      known[i] = (struct known_code){(uintptr_t)module->functions[i].code, i};
    }
    qsort(known, module->function_count, sizeof *known, by_code);
  }
  return known;
}

static bool name_import(const struct rt_module *module, rt_code code, struct saved_entry *entry) {
  for (uint32_t i = 0; i < module->import_count; i++) {
    if (code == module->imports[i].host || code == saved_builtin(module, i)) {
      entry->kind = code == module->imports[i].host ? CODE_IMPORT : CODE_BUILTIN;
      entry->index = i;
      return true;
    }
  }
  for (uint32_t i = 0; i < RT_HOST_FUNCTIONS; i++) {
    if (code == rt_host_function_code(i)) {
      entry->kind = CODE_HOST;
      entry->index = i;
      return true;
    }
  }
  return false;
}

static bool name_code(const struct rt_module *module, const struct known_code *known, const struct rt_entry *from,
                      struct saved_entry *entry) {
  *entry = (struct saved_entry){.type = from->type};
  if (from->code == NULL) {
    return true;
  }
  struct known_code key = {(uintptr_t)from->code, 0};
  const struct known_code *found = bsearch(&key, known, module->function_count, sizeof key, by_code);
  if (found == NULL) {
    return name_import(module, from->code, entry);
  }
  entry->kind = CODE_FUNCTION;
  entry->index = found->function;
  return true;
}

/* All that lies below the header, from place 0 on. */
static enum rt_status read_before(const struct rt_image *image, char **result) {
  size_t bytes = RT_RESERVED_BEFORE - RT_HEADER_BYTES;
  char *before = calloc(1, bytes);
  enum rt_status status = before == NULL ? RT_SYSTEM : RT_OK;
  uint64_t offset = image->before.offset;
  for (size_t i = 0; status == RT_OK && i < image->before.runs.count; i++) {
    struct rt_range run = image->before.runs.at[i];
    status = rt_file_read(&image->before.file, offset, before + run.from, run.to - run.from);
    offset += run.to - run.from;
  }
  if (status != RT_OK) {
    free(before);
    return status;
  }
  *result = before;
  return RT_OK;
}

static enum rt_status save_entries(const struct rt_image *image, const struct rt_entry *table, const struct rt_file *file,
                                   uint64_t offset) {
  struct known_code *known = known_functions(image->module);
  struct saved_entry *entries = malloc(image->table_size * sizeof *entries + 1);
  enum rt_status status = known == NULL || entries == NULL ? RT_SYSTEM : RT_OK;
  for (uint32_t i = 0; status == RT_OK && i < image->table_size; i++) {
    status = name_code(image->module, known, &table[i], &entries[i]) ? RT_OK : RT_LINKED;
  }
  if (status == RT_OK) {
    status = rt_file_write(file, offset, entries, image->table_size * sizeof *entries);
  }
  free(entries);
  free(known);
  return status;
}

/* Starting a guest fills the slots of functions, so the saved image has zeros there. */
static void clear_function_slots(const struct rt_module *module, char *area) {
  for (uint32_t i = 0; i < module->import_count; i++) {
    if (module->imports[i].kind == RT_KIND_FUNCTION) {
      memset(area + module->imports[i].slot, 0, sizeof(rt_code));
    }
  }
}

static enum rt_status save_before(const struct rt_image *image, char *before, const struct rt_file *file,
                                  uint64_t *offset) {
  const struct rt_module *module = image->module;
  struct saved saved = {SAVED_MAGIC, saved_layout(module), image->memory_pages, image->table_size, saved_host_functions(image),
                        module->area_bytes};
  char *area = before + (RT_AREA_OFFSET - RT_TABLE_OFFSET);
  if (!rt_is_zero(area + module->area_bytes, RT_AREA_BYTES - module->area_bytes)) {
    return RT_LINKED;
  }
  clear_function_slots(module, area);
  enum rt_status status = rt_file_write(file, *offset, &saved, sizeof saved);
  *offset += sizeof saved;
  if (status == RT_OK) {
    status = save_entries(image, (const struct rt_entry *)(const void *)before, file, *offset);
  }
  *offset += image->table_size * sizeof(struct saved_entry);
  status = status == RT_OK ? rt_file_write(file, *offset, image->host_function, saved.host_functions * RT_SIGNATURE_BYTES)
                           : status;
  *offset += saved.host_functions * RT_SIGNATURE_BYTES;
  status = status == RT_OK ? rt_file_write(file, *offset, area, module->area_bytes) : status;
  *offset += module->area_bytes;
  return status;
}

enum rt_status rt_image_save(const struct rt_image *image, const struct rt_file *file, uint64_t *offset) {
  char *before;
  enum rt_status status = read_before(image, &before);
  if (status != RT_OK) {
    return status;
  }
  status = save_before(image, before, file, offset);
  int cause = errno;
  free(before);
  errno = cause;
  return status == RT_OK ? rt_part_save(&image->memory, file, offset) : status;
}
