/** Auto-configurations for Spring Boot 3 and 4. {@link dev.pglitej.spring.PGliteProperties} has the properties. */
@NullMarked
package dev.pglitej.spring;

import org.jspecify.annotations.NullMarked;
