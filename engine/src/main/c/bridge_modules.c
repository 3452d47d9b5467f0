/* The bridge's natives of modules: what a translated module has, by name and by number. */
#include "bridge.h"

jlong JNICALL bridge_load_module(JNIEnv *env, jclass self, jbyteArray path) {
  (void)self;
  char text[PATH_BYTES];
  char message[RT_MESSAGE_BYTES];
  const struct rt_module *module;
  if (!bridge_get_path(env, path, text)) {
    return 0;
  }
  if (rt_module_load(text, &module, message) != RT_OK) {
    bridge_throw(env, message);
    return 0;
  }
  return address_of(module);
}

jobjectArray JNICALL bridge_module_names(JNIEnv *env, jclass self, jlong address) {
  (void)self;
  const struct rt_module *module = module_at(address);
  jobjectArray result = bridge_strings(env, 2);
  if (result != NULL) {
    bridge_set_string(env, result, 0, module->name);
    bridge_set_string(env, result, 1, module->wasm_sha256);
  }
  return result;
}

jlongArray JNICALL bridge_module_numbers(JNIEnv *env, jclass self, jlong address) {
  (void)self;
  const struct rt_module *module = module_at(address);
  const jlong values[] = {
      module->state->id,
      module->is_side_module,
      module->dylink_memory_bytes,
      module->dylink_memory_align_log2,
      module->dylink_table_entries,
      module->dylink_table_align_log2,
      code_address((rt_code)module->init_globals),
      code_address((rt_code)module->init_table),
      code_address((rt_code)module->init_memory),
      code_address(module->start),
      module->memory_min_pages,
  };
  return bridge_longs(env, values, sizeof values / sizeof values[0]);
}

jobjectArray JNICALL bridge_module_types(JNIEnv *env, jclass self, jlong address) {
  (void)self;
  const struct rt_module *module = module_at(address);
  jobjectArray result = bridge_strings(env, module->type_count);
  for (uint32_t i = 0; result != NULL && i < module->type_count; i++) {
    bridge_set_string(env, result, (jsize)i, module->types[i].signature);
  }
  return result;
}

jlongArray JNICALL bridge_module_type_enters(JNIEnv *env, jclass self, jlong address) {
  (void)self;
  const struct rt_module *module = module_at(address);
  jlongArray result = (*env)->NewLongArray(env, (jsize)module->type_count);
  for (uint32_t i = 0; result != NULL && i < module->type_count; i++) {
    jlong enter = (jlong)(uintptr_t)module->types[i].enter;
    (*env)->SetLongArrayRegion(env, result, (jsize)i, 1, &enter);
  }
  return result;
}

/* A function's signature; a global's letter; nothing for the rest. */
static const char *type_name(const struct rt_module *module, enum rt_kind kind, uint32_t type, char letter[2]) {
  letter[0] = kind == RT_KIND_GLOBAL ? (char)type : (char)0;
  letter[1] = 0;
  return kind == RT_KIND_FUNCTION ? module->types[type].signature : letter;
}

/* Three strings an import: module, name, type. */
jobjectArray JNICALL bridge_import_names(JNIEnv *env, jclass self, jlong address) {
  (void)self;
  const struct rt_module *module = module_at(address);
  jobjectArray result = bridge_strings(env, 3 * module->import_count);
  for (uint32_t i = 0; result != NULL && i < module->import_count; i++) {
    const struct rt_import *import = &module->imports[i];
    char letter[2];
    bridge_set_string(env, result, (jsize)(3 * i), import->module);
    bridge_set_string(env, result, (jsize)(3 * i + 1), import->name);
    bridge_set_string(env, result, (jsize)(3 * i + 2), type_name(module, import->kind, import->type, letter));
  }
  return result;
}

/* Four numbers an import: kind, distance of its slot from the guest's address, whether mutable, the host's code. */
jlongArray JNICALL bridge_import_numbers(JNIEnv *env, jclass self, jlong address) {
  (void)self;
  const struct rt_module *module = module_at(address);
  jlongArray result = (*env)->NewLongArray(env, (jsize)(4 * module->import_count));
  for (uint32_t i = 0; result != NULL && i < module->import_count; i++) {
    const struct rt_import *import = &module->imports[i];
    const jlong values[] = {import->kind, rt_area_distance(module, import->slot), import->is_mutable,
                            code_address(import->host)};
    (*env)->SetLongArrayRegion(env, result, (jsize)(4 * i), 4, values);
  }
  return result;
}

jint JNICALL bridge_export_count(JNIEnv *env, jclass self, jlong address) {
  (void)env;
  (void)self;
  return (jint)module_at(address)->export_count;
}

/* The number of the export of that name, or -1. */
jint JNICALL bridge_find_export(JNIEnv *env, jclass self, jlong address, jstring name) {
  (void)self;
  const struct rt_module *module = module_at(address);
  const char *text = (*env)->GetStringUTFChars(env, name, NULL);
  if (text == NULL) {
    return -1;
  }
  const struct rt_export *found = rt_module_find_export(module, text);
  (*env)->ReleaseStringUTFChars(env, name, text);
  return found == NULL ? -1 : (jint)(found - module->exports);
}

/* Two strings an export: name, type. */
jobjectArray JNICALL bridge_export_names(JNIEnv *env, jclass self, jlong address, jint first, jint count) {
  (void)self;
  const struct rt_module *module = module_at(address);
  jobjectArray result = bridge_strings(env, 2 * (uint32_t)count);
  for (uint32_t i = 0; result != NULL && i < (uint32_t)count; i++) {
    const struct rt_export *export = &module->exports[(uint32_t)first + i];
    char letter[2];
    bridge_set_string(env, result, (jsize)(2 * i), export->name);
    bridge_set_string(env, result, (jsize)(2 * i + 1), type_name(module, export->kind, export->type, letter));
  }
  return result;
}

/* Four numbers an export: kind, a function's code or the distance of a global's cell, whether mutable, function index. */
jlongArray JNICALL bridge_export_numbers(JNIEnv *env, jclass self, jlong address, jint first, jint count) {
  (void)self;
  const struct rt_module *module = module_at(address);
  jlongArray result = (*env)->NewLongArray(env, 4 * count);
  for (uint32_t i = 0; result != NULL && i < (uint32_t)count; i++) {
    const struct rt_export *export = &module->exports[(uint32_t)first + i];
    jlong place = export->kind == RT_KIND_FUNCTION ? code_address(export->code)
                                                   : (jlong)rt_area_distance(module, export->index);
    const jlong values[] = {export->kind, place, export->is_mutable, export->index};
    (*env)->SetLongArrayRegion(env, result, (jsize)(4 * i), 4, values);
  }
  return result;
}

/* The module of a machine address, the function's index among the module's own, its offset in the wasm file, and how far in. */
jlongArray JNICALL bridge_locate(JNIEnv *env, jclass self, jlong address) {
  (void)self;
  struct rt_location location;
  if (!rt_module_locate((uint64_t)address, &location)) {
    return bridge_longs(env, NULL, 0);
  }
  const jlong values[] = {address_of(location.module), location.function,
                          location.module->functions[location.function].offset, (jlong)location.distance};
  return bridge_longs(env, values, sizeof values / sizeof values[0]);
}

jlong JNICALL bridge_builtin(JNIEnv *env, jclass self, jstring module, jstring name, jstring signature) {
  (void)self;
  const char *text[3] = {(*env)->GetStringUTFChars(env, module, NULL), (*env)->GetStringUTFChars(env, name, NULL),
                         (*env)->GetStringUTFChars(env, signature, NULL)};
  jlong code = 0;
  if (text[0] != NULL && text[1] != NULL && text[2] != NULL) {
    code = code_address(rt_builtin(text[0], text[1], text[2]));
  }
  const jstring string[3] = {module, name, signature};
  for (int i = 0; i < 3; i++) {
    if (text[i] != NULL) {
      (*env)->ReleaseStringUTFChars(env, string[i], text[i]);
    }
  }
  return code;
}
