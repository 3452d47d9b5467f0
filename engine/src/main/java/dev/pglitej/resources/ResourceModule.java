package dev.pglitej.resources;

/**
 * A jar that holds resources alone, native libraries or extensions, as a module: it provides this service with a class that does nothing.
 *
 * <p>Nothing calls it. The engine's module uses it, so the resolution of modules adds each jar on the module path that provides it, and
 * PGliteJ sees the jar's resources. No module can require these jars: PGliteJ does not know which extensions there are. On the class path
 * no such class is needed.
 */
public interface ResourceModule {}
