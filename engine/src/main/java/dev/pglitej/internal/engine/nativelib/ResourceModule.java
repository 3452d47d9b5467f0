package dev.pglitej.internal.engine.nativelib;

/**
 * A jar that holds resources alone, native libraries or extensions, as a module: it provides this service with a class that does nothing.
 *
 * <p>Nothing calls it. The engine's module uses it, so the resolution of modules adds each jar on the module path that provides it, and
 * {@link PackagedResources} sees the jar's resources. No module can require these jars: postgres does not know which extensions there are.
 */
public interface ResourceModule {}
