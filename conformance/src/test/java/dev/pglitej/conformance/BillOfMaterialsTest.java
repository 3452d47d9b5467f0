package dev.pglitej.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** What pglitej-bom has. */
final class BillOfMaterialsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void itHasEveryJarThatIsPublished() throws Exception {
        List<String> published = new ArrayList<>();
        addPublished(ROOT, published);

        List<String> listed = texts(pom(ROOT.resolve("bom")), "artifactId").stream()
                .filter(name -> name.startsWith("pglitej-"))
                .filter(name -> !name.equals("pglitej-bom") && !name.equals("pglitej-parent"))
                .toList();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(published);
        assertThat(listed).contains("pglitej-jdbc", "pglitej-contrib", "pglitej-pgvector");
    }

    /** Adds the modules below a project, and those below them. */
    private static void addPublished(Path project, List<String> published) throws Exception {
        for (String module : texts(pom(project), "module")) {
            Document pom = pom(project.resolve(module));
            boolean isPublished = texts(pom, "maven.deploy.skip").contains("false");
            if (isPublished && !texts(pom, "packaging").contains("pom")) published.add(ownName(pom));
            addPublished(project.resolve(module), published);
        }
    }

    private static Document pom(Path directory) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(directory.resolve("pom.xml").toFile());
    }

    private static List<String> texts(Document pom, String element) {
        NodeList found = pom.getElementsByTagName(element);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) texts.add(found.item(i).getTextContent());
        return texts;
    }

    /** The artifact's own name, not that of its parent or of what it depends on. */
    private static String ownName(Document pom) {
        for (Node child = pom.getDocumentElement().getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element && element.getTagName().equals("artifactId")) {
                return element.getTextContent();
            }
        }
        throw new AssertionError("no artifactId in " + pom.getDocumentURI());
    }
}
