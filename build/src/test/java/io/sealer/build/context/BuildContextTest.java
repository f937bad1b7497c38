package io.sealer.build.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildContextTest {
  @TempDir Path root;

  private void write(String... paths) throws IOException {
    for (String path : paths) {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, path);
    }
  }

  /** Paths of what a COPY of this source would copy: the match, then what is below it. */
  private List<String> find(String source) throws IOException, SourceException {
    var context = BuildContext.read(root);
    return context.match(source).stream()
        .flatMap(
            entry ->
                entry.kind() == Entry.Kind.DIRECTORY
                    ? Stream.concat(Stream.of(entry), context.below(entry).stream())
                    : Stream.of(entry))
        .map(entry -> entry.path() + (entry.kind() == Entry.Kind.DIRECTORY ? "/" : ""))
        .toList();
  }

  @Test
  void a_directory_comes_with_everything_below() throws Exception {
    write("cni/bin/x", "cni/y", "cni0", "cni-2/z");
    assertThat(find("./cni/")).containsExactly("cni/", "cni/bin/", "cni/bin/x", "cni/y");
  }

  @Test
  void what_is_ignored_is_not_there() throws Exception {
    write("a", "b/c", "b/d", "node/x");
    Files.writeString(root.resolve(".sealerignore"), "node\n.sealerignore\nb/d\n");
    assertThat(find(".")).containsExactly("/", "a", "b/", "b/c");
  }

  @Test
  void a_file_below_an_ignored_directory_can_be_taken_back() throws Exception {
    write("b/c", "b/d");
    Files.writeString(root.resolve(".dockerignore"), "b\n.dockerignore\n!b/d\n");
    assertThat(find(".")).containsExactly("/", "b/d");
  }

  @Test
  void patterns_find_several_sources() throws Exception {
    write("x/a.yaml", "x/b.yaml", "x/c.txt", "y/deep/d.yaml");
    assertThat(find("x/*.yaml")).containsExactly("x/a.yaml", "x/b.yaml");
    assertThat(find("**/*.yaml")).containsExactly("x/a.yaml", "x/b.yaml", "y/deep/d.yaml");
    assertThatThrownBy(() -> find("[")).isInstanceOf(SourceException.class);
    assertThatThrownBy(() -> find("*.md")).isInstanceOf(SourceException.class);
  }

  @Test
  void a_link_below_a_directory_stays_a_link_and_may_point_anywhere() throws Exception {
    write("d/a");
    Files.createSymbolicLink(root.resolve("d/l"), Path.of("/etc/passwd"));
    var context = BuildContext.read(root);
    assertThat(context.below(context.match("d").getFirst()))
        .extracting(Entry::kind)
        .containsExactly(Entry.Kind.FILE, Entry.Kind.LINK);
  }

  @Test
  void a_source_that_is_a_link_stands_for_what_it_leads_to_inside_the_context() throws Exception {
    write("real/a");
    Files.createSymbolicLink(root.resolve("dir"), Path.of("real"));
    Files.createSymbolicLink(root.resolve("file"), Path.of("real/a"));
    assertThat(find("dir")).containsExactly("real/", "real/a");
    assertThat(find("dir/a")).containsExactly("dir/a");
    var file = BuildContext.read(root).match("file").getFirst();
    assertThat(file.kind()).isEqualTo(Entry.Kind.FILE);
    assertThat(Files.readString(file.file())).isEqualTo("real/a");
  }

  @Test
  void a_source_that_is_a_link_out_of_the_context_is_refused() throws Exception {
    Files.createSymbolicLink(root.resolve("l"), Path.of("/etc/hostname"));
    Files.createSymbolicLink(root.resolve("d"), Path.of("/etc"));
    for (String source : List.of("l", "l*", "d", "d/hostname")) {
      assertThatThrownBy(() -> find(source)).isInstanceOf(SourceException.class);
    }
  }

  @Test
  void a_source_above_the_context_is_refused() throws Exception {
    write("a");
    for (String source : List.of("../a", "/../a", "a/../../b", "..")) {
      assertThatThrownBy(() -> find(source))
          .isInstanceOf(SourceException.class)
          .hasMessageContaining("outside the build context");
    }
  }

  @Test
  void a_missing_source_is_reported_with_the_nearest_name() throws Exception {
    write("etc/kubeadm.yml");
    assertThatThrownBy(() -> find("etc/kubeadm.yaml"))
        .isInstanceOfSatisfying(
            SourceException.class,
            e -> assertThat(e.hint()).isEqualTo("did you mean 'etc/kubeadm.yml'?"));
    assertThatThrownBy(() -> find("nowhere/x")).hasMessageContaining("nowhere/x");
  }

  @Test
  void an_ignored_source_is_reported_with_the_line_that_hides_it() throws Exception {
    write("a");
    Files.writeString(root.resolve(".sealerignore"), "# all\na\n");
    assertThatThrownBy(() -> find("a"))
        .isInstanceOfSatisfying(
            SourceException.class, e -> assertThat(e.hint()).contains(".sealerignore:2 (a)"));
  }

  @Test
  void a_socket_is_refused_by_name_but_only_when_it_would_be_copied() throws Exception {
    write("d/a", "other/b");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(root.resolve("d/s")));
      assertThat(find("other")).containsExactly("other/", "other/b");
      for (String source : List.of("d", ".", "d/s")) {
        assertThatThrownBy(() -> find(source))
            .isInstanceOf(SourceException.class)
            .hasMessageContaining("'d/s' is a socket");
      }
    }
  }

  @Test
  void circles_of_links_are_not_walked() throws Exception {
    write("d/a.yaml");
    Files.createSymbolicLink(root.resolve("d/up"), Path.of(".."));
    assertThat(find("**/*.yaml")).containsExactly("d/a.yaml");
  }

  @Test
  void the_umask_of_a_checkout_does_not_show() throws Exception {
    write("a");
    Files.setPosixFilePermissions(root.resolve("a"), PosixFilePermissions.fromString("rwxrwxr-x"));
    assertThat(BuildContext.read(root).match("a").getFirst().mode()).isEqualTo(0755);
  }
}
