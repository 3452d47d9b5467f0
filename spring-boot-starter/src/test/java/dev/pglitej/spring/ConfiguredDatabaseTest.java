package dev.pglitej.spring;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.PGlite;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.Resource;

final class ConfiguredDatabaseTest {
    @Test
    void aDatabaseWhoseScriptFailsWithAnErrorIsClosed(@TempDir Path directory) {
        PGliteProperties properties = new PGliteProperties();
        properties.setDirectory(directory);
        properties.setInitScripts(List.of("classpath:schema.sql"));
        Error missing = new NoClassDefFoundError("on purpose");
        DefaultResourceLoader resources = new DefaultResourceLoader() {
            @Override
            public Resource getResource(String location) {
                throw missing;
            }
        };

        assertThatThrownBy(() -> ConfiguredDatabase.open(properties, resources)).isSameAs(missing);

        PGlite.open(directory).close();
    }
}
