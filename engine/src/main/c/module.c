/* Translated modules: loading a library, checking its descriptor, and finding things in it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "runtime.h"

/* What is known of all modules of this process. Modules are never unloaded. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const struct rt_module **modules;
static uint32_t module_count;
static uint32_t next_side_area = RT_MAIN_AREA_BYTES;

static bool is_registered(const struct rt_module *module) {
  for (uint32_t i = 0; i < module_count; i++) {
    if (modules[i] == module) {
      return true;
    }
  }
  return false;
}

/* Compares with the types of one module; two signatures under one id would make an indirect call of either unsafe. */
static const struct rt_type *other_with_same_id(const struct rt_module *module, const struct rt_type *type) {
  for (uint32_t i = 0; i < module->type_count; i++) {
    const struct rt_type *other = &module->types[i];
    if (other->id == type->id && strcmp(other->signature, type->signature) != 0) {
      return other;
    }
  }
  return NULL;
}

static enum rt_status check_type(const struct rt_module *module, const struct rt_type *type,
                                 char message[RT_MESSAGE_BYTES]) {
  const struct rt_type *other = other_with_same_id(module, type);
  for (uint32_t i = 0; other == NULL && i < module_count; i++) {
    other = other_with_same_id(modules[i], type);
  }
  if (other == NULL && type->id != 0 && strlen(type->signature) < RT_SIGNATURE_BYTES) {
    return RT_OK;
  }
  snprintf(message, RT_MESSAGE_BYTES, "module %s: function type %s cannot be told from %s by its id %u", module->name,
           type->signature, other == NULL ? "none" : other->signature, type->id);
  return RT_INVALID;
}

static enum rt_status check(const struct rt_module *module, char message[RT_MESSAGE_BYTES]) {
  if (module->state->id != 0) {
    snprintf(message, RT_MESSAGE_BYTES,
             "module %s is in use by another copy of the engine in this process; let all class loaders use one cache directory",
             module->name);
    return RT_INVALID;
  }
  if (module->abi != RT_ABI) {
    snprintf(message, RT_MESSAGE_BYTES,
             "the library was translated for version %u of the engine, this is version %u; use artifacts of one release",
             module->abi, RT_ABI);
    return RT_INVALID;
  }
  uint32_t capacity = module->is_side_module ? RT_AREA_BYTES - RT_GOT_BYTES - next_side_area : RT_MAIN_AREA_BYTES;
  if (module->area_bytes > capacity) {
    snprintf(message, RT_MESSAGE_BYTES, "module %s needs %u bytes for globals and imports, but %u are left", module->name,
             module->area_bytes, capacity);
    return RT_EXHAUSTED;
  }
  if (module->table_min > RT_TABLE_CAPACITY || module->memory_min_pages > RT_WASM_PAGE) {
    snprintf(message, RT_MESSAGE_BYTES, "module %s needs %u table entries (of %u) and %u pages of memory (of %u)",
             module->name, module->table_min, RT_TABLE_CAPACITY, module->memory_min_pages, RT_WASM_PAGE);
    return RT_EXHAUSTED;
  }
  for (uint32_t i = 0; i < module->type_count; i++) {
    enum rt_status status = check_type(module, &module->types[i], message);
    if (status != RT_OK) {
      return status;
    }
  }
  return RT_OK;
}

static enum rt_status add(const struct rt_module *module, char message[RT_MESSAGE_BYTES]) {
  enum rt_status status = check(module, message);
  if (status != RT_OK) {
    return status;
  }
  const struct rt_module **more = realloc(modules, (module_count + 1) * sizeof *modules);
  if (more == NULL) {
    snprintf(message, RT_MESSAGE_BYTES, "module %s: out of memory", module->name);
    return RT_EXHAUSTED;
  }
  modules = more;
  modules[module_count++] = module;
  module->state->id = module_count; /* 0 is RT_HOST_MODULE */
  module->state->area_offset = module->is_side_module ? next_side_area : 0;
  if (module->is_side_module) {
    next_side_area += (module->area_bytes + 63) / 64 * 64;
  }
  return RT_OK;
}

enum rt_status rt_module_register(const struct rt_module *module, char message[RT_MESSAGE_BYTES]) {
  pthread_mutex_lock(&lock);
  enum rt_status status = is_registered(module) ? RT_OK : add(module, message);
  pthread_mutex_unlock(&lock);
  return status;
}

enum rt_status rt_module_load(const char *path, const struct rt_module **module, char message[RT_MESSAGE_BYTES]) {
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    snprintf(message, RT_MESSAGE_BYTES, "%s", dlerror());
    return RT_SYSTEM;
  }
  const struct rt_module *found = dlsym(library, RT_MODULE_SYMBOL);
  if (found == NULL) {
    snprintf(message, RT_MESSAGE_BYTES, "the library has no symbol %s, so it is not a translated module", RT_MODULE_SYMBOL);
    dlclose(library);
    return RT_INVALID;
  }
  enum rt_status status = rt_module_register(found, message);
  if (status == RT_OK) {
    *module = found;
  } else {
    dlclose(library);
  }
  return status;
}

const struct rt_export *rt_module_find_export(const struct rt_module *module, const char *name) {
  for (uint32_t i = 0; i < module->export_count; i++) {
    if (strcmp(module->exports[i].name, name) == 0) {
      return &module->exports[i];
    }
  }
  return NULL;
}

const struct rt_export *rt_module_export(const struct rt_module *module, const char *name, enum rt_kind kind) {
  const struct rt_export *found = rt_module_find_export(module, name);
  return found != NULL && found->kind == kind ? found : NULL;
}

int64_t rt_area_distance(const struct rt_module *module, uint32_t offset) {
  return RT_AREA_OFFSET + (int64_t)module->state->area_offset + (int64_t)offset;
}

/* The function of a module that begins last before the address. */
static uint64_t nearest(const struct rt_module *module, uint64_t address, uint32_t *function) {
  uint64_t best = 0;
  for (uint32_t i = 0; i < module->function_count; i++) {
    uint64_t start = (uint64_t)(uintptr_t)module->functions[i].code;
    if (start <= address && start > best) {
      best = start;
      *function = i;
    }
  }
  return best;
}

static bool in_same_library(const struct rt_module *module, uint64_t address) {
  Dl_info of_module;
  Dl_info of_address;
  return dladdr(module, &of_module) != 0 && dladdr((void *)(uintptr_t)address, &of_address) != 0 &&
         of_module.dli_fbase == of_address.dli_fbase;
}

bool rt_module_locate(uint64_t machine_address, struct rt_location *location) {
  bool found = false;
  pthread_mutex_lock(&lock);
  for (uint32_t i = 0; !found && i < module_count; i++) {
    uint32_t function;
    uint64_t start = in_same_library(modules[i], machine_address) ? nearest(modules[i], machine_address, &function) : 0;
    if (start != 0) {
      location->module = modules[i];
      location->function = function;
      location->distance = machine_address - start;
      found = true;
    }
  }
  pthread_mutex_unlock(&lock);
  return found;
}
