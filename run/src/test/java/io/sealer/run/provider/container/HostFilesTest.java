package io.sealer.run.provider.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFilesTest {
  @TempDir Path root;

  @Test
  void names_of_hosts_are_brought_up_to_date_and_other_lines_are_kept() throws Exception {
    Path hosts = Files.createDirectories(root.resolve("etc")).resolve("hosts");
    Files.writeString(hosts, "127.0.0.1 localhost");
    var files = new HostFiles(root);
    files.names(List.of("10.89.1.11 c-m1"));
    Files.writeString(hosts, Files.readString(hosts) + "10.0.0.9 added.later\n");
    files.names(List.of("10.89.1.11 c-m1", "10.89.1.101 c-w1"));
    assertThat(hosts)
        .content()
        .contains("127.0.0.1 localhost\n", "10.0.0.9 added.later\n", "10.89.1.101 c-w1\n")
        .containsOnlyOnce("c-m1");
  }
}
