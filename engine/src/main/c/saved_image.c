/*
 * Images in files. Linear memory is the same for every process and is mapped from the file by all of them; what lies below
 * it holds machine addresses, is saved as what they stand for, and is made anew once by each process that loads the image.
 *
 * A file has, in this order: struct saved, a struct saved_entry for each entry of the table, the signatures of the host
 * functions, the main module's area, and from the next page on the part of linear memory.
 */
#include <errno.h>
#include <stdlib.h>

#include "runtime.h"

#define MAGIC UINT64_C(0x31676d494a474c50) /* "PLGJImg1" */

struct saved {
  uint64_t magic;
  uint64_t layout; /* of the module: see layout_of */
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

static uint64_t hash(uint64_t so_far, const void *bytes, size_t length) {
  const unsigned char *next = bytes;
  for (size_t i = 0; i < length; i++) {
    so_far = (so_far ^ next[i]) * UINT64_C(0x100000001b3);
  }
  return so_far;
}

/* Of all that an image relies on: the wasm, and where its translation keeps what. */
static uint64_t layout_of(const struct rt_module *module) {
  const uint32_t numbers[] = {RT_ABI, module->area_bytes, module->type_count, module->import_count, module->export_count,
                              module->function_count, RT_HOST_FUNCTIONS, RT_SIGNATURE_BYTES};
  uint64_t result = hash(UINT64_C(0xcbf29ce484222325), module->wasm_sha256, strlen(module->wasm_sha256));
  result = hash(result, numbers, sizeof numbers);
  for (uint32_t i = 0; i < module->import_count; i++) {
    const struct rt_import *import = &module->imports[i];
    result = hash(result, import->module, strlen(import->module) + 1);
    result = hash(result, import->name, strlen(import->name) + 1);
    result = hash(result, &import->slot, sizeof import->slot);
  }
  for (uint32_t i = 0; i < module->export_count; i++) {
    const struct rt_export *export = &module->exports[i];
    result = hash(result, export->name, strlen(export->name) + 1);
    result = hash(result, &export->index, sizeof export->index);
  }
  return result;
}

static rt_code builtin_of(const struct rt_module *module, uint32_t import) {
  const struct rt_import *at = &module->imports[import];
  return at->kind == RT_KIND_FUNCTION ? rt_builtin(at->module, at->name, module->types[at->type].signature) : NULL;
}

/* ---- saving ---- */

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
    if (code == module->imports[i].host || code == builtin_of(module, i)) {
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

static uint32_t host_functions_of(const struct rt_image *image) {
  uint32_t count = 0;
  while (count < RT_HOST_FUNCTIONS && image->host_function[count][0] != 0) {
    count++;
  }
  return count;
}

/* Whoever starts a guest sets the slots of functions, so they are saved as nothing. */
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
  struct saved saved = {MAGIC, layout_of(module), image->memory_pages, image->table_size, host_functions_of(image),
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

/* ---- loading ---- */

static enum rt_status find_code(const struct rt_module *module, const struct saved_entry *from, rt_code *code) {
  uint32_t limits[] = {1, module->function_count, module->import_count, module->import_count, RT_HOST_FUNCTIONS};
  if (from->kind >= sizeof limits / sizeof limits[0] || from->index >= limits[from->kind]) {
    return RT_DAMAGED;
  }
  switch (from->kind) {
    case CODE_FUNCTION: *code = module->functions[from->index].code; break;
    case CODE_IMPORT: *code = module->imports[from->index].host; break;
    case CODE_BUILTIN: *code = builtin_of(module, from->index); break;
    case CODE_HOST: *code = rt_host_function_code(from->index); break;
    default: *code = NULL;
  }
  return RT_OK;
}

static enum rt_status load_table(struct rt_image *image, const struct rt_file *file, uint64_t offset,
                                 uint32_t host_place[RT_HOST_FUNCTIONS]) {
  size_t count = image->table_size;
  struct saved_entry *entries = malloc(count * sizeof *entries + 1);
  struct rt_entry *table = calloc(RT_TABLE_CAPACITY, sizeof *table);
  enum rt_status status = entries == NULL || table == NULL ? RT_SYSTEM : RT_OK;
  if (status == RT_OK) {
    status = rt_file_read(file, offset, entries, count * sizeof *entries);
  }
  for (uint32_t i = 0; status == RT_OK && i < count; i++) {
    table[i].type = entries[i].type;
    status = find_code(image->module, &entries[i], &table[i].code);
    if (status == RT_OK && entries[i].kind == CODE_HOST) {
      host_place[entries[i].index] = i;
    }
  }
  size_t bytes = (count * sizeof *table + RT_PAGE_BYTES - 1) / RT_PAGE_BYTES * RT_PAGE_BYTES;
  status = status == RT_OK && bytes > 0 ? rt_part_add(&image->before, 0, table, bytes, 0) : status;
  free(table);
  free(entries);
  return status;
}

static enum rt_status load_area(struct rt_image *image, const struct rt_file *file, uint64_t offset) {
  size_t bytes = (image->module->area_bytes + RT_PAGE_BYTES - 1) / RT_PAGE_BYTES * RT_PAGE_BYTES;
  char *area = calloc(1, bytes + 1);
  enum rt_status status = area == NULL ? RT_SYSTEM : rt_file_read(file, offset, area, image->module->area_bytes);
  if (status == RT_OK && bytes > 0) {
    status = rt_part_add(&image->before, RT_AREA_OFFSET - RT_TABLE_OFFSET, area, bytes, 0);
  }
  free(area);
  return status;
}

static enum rt_status check(const struct rt_module *module, const struct saved *saved) {
  if (saved->magic != MAGIC) {
    return RT_DAMAGED;
  }
  if (saved->layout != layout_of(module)) {
    return RT_FOREIGN;
  }
  bool fits = saved->memory_pages <= module->memory_max_pages && saved->memory_pages <= RT_WASM_PAGE &&
              saved->table_size <= RT_TABLE_CAPACITY && saved->host_functions <= RT_HOST_FUNCTIONS &&
              saved->area_bytes == module->area_bytes;
  return fits ? RT_OK : RT_DAMAGED;
}

static enum rt_status load(struct rt_image *image, const struct rt_file *file, uint64_t offset,
                           uint32_t host_place[RT_HOST_FUNCTIONS]) {
  struct saved saved;
  enum rt_status status = rt_file_read(file, offset, &saved, sizeof saved);
  status = status == RT_OK ? check(image->module, &saved) : status;
  if (status != RT_OK) {
    return status;
  }
  image->memory_pages = saved.memory_pages;
  image->table_size = saved.table_size;
  status = rt_part_create(&image->before);
  offset += sizeof saved;
  status = status == RT_OK ? load_table(image, file, offset, host_place) : status;
  offset += saved.table_size * sizeof(struct saved_entry);
  size_t signatures = saved.host_functions * RT_SIGNATURE_BYTES;
  status = status == RT_OK ? rt_file_read(file, offset, image->host_function, signatures) : status;
  offset += signatures;
  for (uint32_t i = 0; i < saved.host_functions; i++) {
    image->host_function[i][RT_SIGNATURE_BYTES - 1] = 0;
  }
  status = status == RT_OK ? load_area(image, file, offset) : status;
  return status;
}

static uint64_t memory_offset(const struct rt_image *image, uint64_t offset) {
  return offset + sizeof(struct saved) + image->table_size * sizeof(struct saved_entry) +
         host_functions_of(image) * RT_SIGNATURE_BYTES + image->module->area_bytes;
}

enum rt_status rt_image_load(const struct rt_module *module, const char *path, uint64_t offset,
                             uint32_t host_place[RT_HOST_FUNCTIONS], struct rt_image **result) {
  struct rt_file file;
  enum rt_status status = rt_file_open(path, false, &file);
  if (status != RT_OK) {
    return status;
  }
  struct rt_image *image = calloc(1, sizeof *image);
  if (image == NULL) {
    rt_file_close(&file);
    return RT_SYSTEM;
  }
  image->module = module;
  image->before.file.descriptor = -1;
  image->memory.file = file;
  status = load(image, &file, offset, host_place);
  if (status == RT_OK) {
    uint64_t end = RT_RESERVED_BEFORE + (uint64_t)image->memory_pages * RT_WASM_PAGE;
    status = rt_part_load(&image->memory, &file, memory_offset(image, offset), end);
  }
  for (size_t i = 0; status == RT_OK && i < image->memory.runs.count; i++) {
    struct rt_range run = image->memory.runs.at[i];
    bool maps = run.from >= RT_RESERVED_BEFORE && run.from % RT_PAGE_BYTES == 0 && run.to % RT_PAGE_BYTES == 0;
    status = maps ? RT_OK : RT_DAMAGED;
  }
  if (status == RT_OK) {
    *result = image;
  } else {
    int cause = errno;
    rt_image_free(image);
    errno = cause;
  }
  return status;
}
