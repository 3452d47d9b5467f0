/*
 * What a class loader loads. A JVM lets one class loader have a library, by the name of its file; the engine must be there
 * once a process: it has one signal handler, and the modules that it has loaded say whose they are. So each class loader
 * loads this, or a copy of it, which has no state and goes with the class loader, and all of them share the engine, which
 * the dynamic linker knows by its path and never unloads.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <jni.h>

#define PATH_BYTES 4096

static void fail(JNIEnv *env, const char *message) {
  jclass type = (*env)->FindClass(env, "java/lang/UnsatisfiedLinkError");
  if (type != NULL) {
    (*env)->ThrowNew(env, type, message);
  }
}

/* Loads the engine's library, unless it is there, and gives a class the native methods that it implements. */
JNIEXPORT void JNICALL Java_dev_pglitej_internal_engine_EngineLibrary_attach(JNIEnv *env, jclass self, jclass natives,
                                                                    jbyteArray path);

JNIEXPORT void JNICALL Java_dev_pglitej_internal_engine_EngineLibrary_attach(JNIEnv *env, jclass self, jclass natives,
                                                                    jbyteArray path) {
  (void)self;
  char text[PATH_BYTES];
  jsize length = (*env)->GetArrayLength(env, path);
  if (length >= PATH_BYTES) {
    fail(env, "the path of the engine's library is too long");
    return;
  }
  (*env)->GetByteArrayRegion(env, path, 0, length, (jbyte *)text);
  text[length] = 0;
  void *engine = dlopen(text, RTLD_NOW | RTLD_LOCAL);
  if (engine == NULL) {
    fail(env, dlerror());
    return;
  }
  jint (*attach)(JNIEnv *, jclass) = (jint (*)(JNIEnv *, jclass))dlsym(engine, "pglitej_attach");
  if (attach == NULL) {
    fail(env, dlerror());
    return;
  }
  /* An exception is pending where it fails. */
  (void)attach(env, natives);
}
