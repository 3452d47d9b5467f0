package dev.pglitej.natives.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.natives.artifact.FileTable.Entry;
import dev.pglitej.natives.tools.BuildException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileTableTest {
    @Test
    void theTableOfMinifiedJavaScriptIsRead() {
        String glue =
                "push(run)}({files:[{filename:\"/a/b.so\",start:0,end:1e3},{filename:\"/a/c\",start:1e3,end:1204}],"
                        + "remote_package_size:1204});x={filenames:3}";

        FileTable table = FileTable.parse(glue, 1204);

        assertThat(table.entries()).containsExactly(new Entry("/a/b.so", 0, 1000), new Entry("/a/c", 1000, 1204));
        assertThat(table.entries().get(0).name()).isEqualTo("b.so");
    }

    @Test
    void theTableOfReadableJavaScriptIsReadToo() {
        String glue = "{ \"files\": [ { \"filename\": '/a', \"start\": 0, \"end\": 7, \"audio\": 0 } ] }";

        assertThat(FileTable.parse(glue, 7).entries()).containsExactly(new Entry("/a", 0, 7));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            no table here                                                                  | 0 of its 0 entries
            {filename:"/a",start:0,end:N}                                                  | 0 of its 1 entries
            {filename:"/a",start:0,end:5},{filename:"/b",begin:5,end:9}                    | 1 of its 2 entries
            {filename:"/a",start:0,end:1.5}                                                | the offset 1.5
            {filename:"/a",start:0,end:1e99}                                               | the offset 1e99
            {filename:"/a",start:0,end:4},{filename:"/b",start:5,end:9}                    | /b spans 5..9, but the file before it ends at 4
            {filename:"/a",start:1,end:9}                                                  | /a spans 1..9
            {filename:"/a",start:0,end:4},{filename:"/a",start:4,end:9}                    | /a is not absolute, or occurs twice
            {filename:"a",start:0,end:9}                                                   | a is not absolute
            {filename:"/a",start:0,end:8}                                                  | end at 8, but the blob has 9 bytes
            """)
    void aBrokenTableIsRefused(String glue, String reason) {
        assertThatThrownBy(() -> FileTable.parse(glue, 9))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining(reason);
    }
}
