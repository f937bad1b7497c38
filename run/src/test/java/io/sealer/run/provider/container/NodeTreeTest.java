package io.sealer.run.provider.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeTreeTest {
  private static final Path SOURCE = Path.of("../images/node");
  @TempDir Path dir;

  @Test
  void the_whole_recipe_is_carried_with_its_content_and_modes() throws Exception {
    NodeTree.unpack(dir);
    assertThat(files(dir)).isEqualTo(files(SOURCE));
    for (String name : files(SOURCE)) {
      assertThat(dir.resolve(name)).hasSameBinaryContentAs(SOURCE.resolve(name));
      assertThat(Files.isExecutable(dir.resolve(name)))
          .as(name)
          .isEqualTo(Files.isExecutable(SOURCE.resolve(name)));
    }
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .filter(name -> !name.equals("README.md"))
          .sorted()
          .toList();
    }
  }
}
