package io.sealer.build.kubefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.build.discovery.ImageRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/kubefile.md shows must work. */
class KubefileDocsTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");

  private static List<MatchResult> blocks(String language) throws IOException {
    String page = Files.readString(Path.of("../docs/kubefile.md"));
    return BLOCK.matcher(page).results().filter(b -> b.group(1).equals(language)).toList();
  }

  @Test
  void examples_of_kubefiles_parse() throws Exception {
    assertThat(blocks("kubefile")).isNotEmpty();
    for (MatchResult block : blocks("kubefile")) {
      assertThat(Kubefile.parse("docs", block.group(2)).instructions()).isNotEmpty();
    }
  }

  @Test
  void examples_of_image_rules_parse() throws Exception {
    assertThat(blocks("")).hasSize(1);
    assertThat(ImageRules.parse("docs", blocks("").getFirst().group(2).lines().toList()))
        .isNotNull();
  }

  @Test
  void instructions_that_the_page_names_are_those_of_the_parser() throws Exception {
    String page = Files.readString(Path.of("../docs/kubefile.md"));
    assertThatThrownBy(() -> Kubefile.parse("Kubefile", "FROM scratch\nXYZZYX\n"))
        .satisfies(
            e -> {
              String known = String.valueOf(e.getMessage()).replaceFirst("(?s).*there are ", "");
              for (String instruction : known.split(", ")) {
                assertThat(page).contains(instruction.strip());
              }
            });
  }
}
