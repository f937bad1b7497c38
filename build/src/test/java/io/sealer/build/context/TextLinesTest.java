package io.sealer.build.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.oci.OciException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextLinesTest {
  @TempDir Path directory;

  @Test
  void a_file_of_another_encoding_is_named() throws Exception {
    Path file = Files.write(directory.resolve(".sealerignore"), new byte[] {'a', (byte) 0xfc});
    assertThatThrownBy(() -> TextLines.of(file))
        .isInstanceOf(OciException.class)
        .hasMessage(".sealerignore is not UTF-8 text");
    Files.writeString(file, "a\nü\n");
    assertThat(TextLines.of(file)).containsExactly("a", "ü");
  }
}
