package io.sealer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.cli.command.Context;
import io.sealer.cli.environment.Places;
import io.sealer.cli.failure.ExitCode;
import io.sealer.cli.output.Console;
import io.sealer.oci.Descriptor;
import io.sealer.oci.ImageConfig;
import io.sealer.oci.Manifest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciJson;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.layer.Layer;
import io.sealer.oci.layer.LayerWriter;
import io.sealer.oci.store.DiskStore;
import io.sealer.oci.tar.TarEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking after the local store by the command line. */
class StoreCommandsTest {
  @TempDir Path directory;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  private Descriptor own;

  @BeforeEach
  void fill() throws IOException {
    try (var store = DiskStore.open(places().store())) {
      List<Layer> layers = List.of(layer(store, "own"), layer(store, "shared"));
      own = layers.getFirst().descriptor();
      store.tag(Reference.parse("a:1"), image(store, layers));
      store.tag(Reference.parse("a:2"), image(store, layers));
      store.tag(Reference.parse("b:1"), image(store, layers.subList(1, 2)));
    }
  }

  private static Layer layer(DiskStore store, String text) throws IOException {
    try (var writer = LayerWriter.open(store, Compression.ZSTD)) {
      byte[] content = text.repeat(1000).getBytes(UTF_8);
      writer.add(TarEntry.file(text, 0644, content.length), new ByteArrayInputStream(content));
      return writer.commit();
    }
  }

  private static Descriptor image(DiskStore store, List<Layer> layers) throws IOException {
    var history = new ArrayList<ImageConfig.History>();
    history.add(new ImageConfig.History(Optional.empty(), "ENV A=1", true));
    layers.forEach(
        layer -> history.add(new ImageConfig.History(Optional.empty(), "COPY x x", false)));
    var config =
        ImageConfig.of(Platform.LINUX_AMD64, layers.stream().map(Layer::diffId).toList())
            .withHistory(history);
    Descriptor written = store.put(MediaTypes.CONFIG, OciJson.write(config));
    var blobs = layers.stream().map(Layer::descriptor).toList();
    return store.put(MediaTypes.MANIFEST, OciJson.write(Manifest.image(written, blobs)));
  }

  private Places places() {
    return Places.of(environment());
  }

  private Map<String, String> environment() {
    return Map.of(
        "HOME", directory.toString(), "SEALER_HOME", directory.resolve("home").toString());
  }

  private int run(String... args) {
    out = new StringWriter();
    err = new StringWriter();
    var console = new Console(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
    return new Sealer(new Context(console, places(), environment())).execute(List.of(args));
  }

  @Test
  void content_of_two_names_is_shared_and_removing_one_frees_nothing() {
    assertThat(run("images", "-o", "json")).isZero();
    assertThat(out.toString()).contains("\"ownSize\" : 0").contains("\"name\" : \"a:2\"");
    assertThat(run("rmi", "--dry-run", "a:1")).isZero();
    assertThat(out).hasToString("would remove a:1\n");
    assertThat(err).hasToString("would free 0 B (0 blobs)\n");
    assertThat(run("rmi", "--dry-run", "a:1", "a:2")).isZero();
    assertThat(err.toString()).endsWith("(3 blobs)\n");
    assertThat(run("images", "-q")).isZero();
    assertThat(out).hasToString("a:1\na:2\nb:1\n");
  }

  @Test
  void prune_tells_first_what_it_then_frees() throws Exception {
    try (var store = DiskStore.open(places().store())) {
      store.put(MediaTypes.LAYER_TAR, new byte[5000]);
    }
    assertThat(run("prune", "--dry-run")).isZero();
    assertThat(out).hasToString("would free 5.00 kB (1 blobs)\n");
    assertThat(run("prune", "-o", "json")).isZero();
    assertThat(out.toString()).contains("\"dryRun\" : false", "\"bytes\" : 5000");
    assertThat(run("prune")).isZero();
    assertThat(out).hasToString("freed 0 B (0 blobs)\n");
  }

  @Test
  void history_shows_the_instructions_with_their_layers() {
    assertThat(run("history", "a:1")).isZero();
    assertThat(out.toString().lines().toList())
        .hasSize(4)
        .anyMatch(line -> line.startsWith("-") && line.endsWith("ENV A=1"))
        .anyMatch(line -> line.startsWith(own.digest().hex().substring(0, 12)));
    assertThat(run("history", "a:1", "-o", "json")).isZero();
    assertThat(out.toString()).contains("\"platform\" : \"linux/amd64\"", "\"createdBy\"");
    assertThat(run("history", "a:1", "--platform", "linux/s390x")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("it has linux/amd64");
  }

  @Test
  void a_damaged_store_is_found_and_the_rest_of_it_stays_usable() throws Exception {
    assertThat(run("store", "check")).isZero();
    assertThat(out.toString()).startsWith("ok: 6 blobs");
    Path blob = places().store().resolve("blobs/sha256").resolve(own.digest().hex());
    byte[] content = Files.readAllBytes(blob);
    content[9] ^= 1;
    Files.write(blob, content);
    assertThat(run("store", "check", "-o", "json")).isEqualTo(ExitCode.FOUND);
    assertThat(out.toString())
        .contains("\"ok\" : false", own.digest().toString(), "docker.io/library/a:1");
    assertThat(run("store", "check")).isEqualTo(ExitCode.FOUND);
    assertThat(out.toString()).contains("1 problem in 6 blobs");
    assertThat(err.toString()).contains("hint: 'sealer store check --repair'");
    assertThat(run("store", "check", "--repair")).isEqualTo(ExitCode.FOUND);
    assertThat(out.toString())
        .contains("laid aside in quarantine/: " + own.digest())
        .contains("pull or load again: docker.io/library/a:2")
        .doesNotContain("b:1");
    assertThat(run("store", "check")).isEqualTo(ExitCode.FOUND);
    assertThat(out.toString()).contains("missing");
    assertThat(err.toString()).as("there is nothing to lay aside").doesNotContain("--repair");
    assertThat(run("images")).isZero();
    assertThat(out.toString()).contains("b:1");
    assertThat(run("store")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void diff_says_what_differs_and_what_is_to_be_moved() {
    assertThat(run("diff", "a:1", "b:1")).isZero();
    assertThat(out.toString())
        .startsWith(
            "Files:\n  - own\nApplications: the same\nWorkload images: the same\nTo move: ");
    assertThat(run("diff", "b:1", "a:1", "-o", "json")).isZero();
    assertThat(out.toString().replaceAll("\\s", ""))
        .startsWith("{\"files\":{\"added\":[\"own\"],\"removed\":[],\"changed\":[]},\"apps\":{");
    assertThat(run("diff", "a:1", "a:2", "-o", "json")).isZero();
    assertThat(out.toString()).contains("\"blobs\" : 0", "\"chunks\" : 0");
  }

  @Test
  void a_delta_is_saved_and_loaded_and_wrong_flags_are_told() throws Exception {
    Path file = directory.resolve("delta.tar");
    assertThat(run("save", "a:1", "--base", "b:1", "--chunked", "-o", file.toString())).isZero();
    assertThat(run("rmi", "a:1", "a:2")).isZero();
    assertThat(run("load", file.toString())).isZero();
    assertThat(out).hasToString("a:1\n");
    assertThat(run("rmi", "a:1", "b:1")).isZero();
    assertThat(run("load", file.toString())).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("this is a delta", "load or pull docker.io/library/b:1");
    assertThat(run("images", "-q")).isZero();
    assertThat(out.toString()).isEmpty();
    assertThat(run("save", "a:1", "--chunked", "-o", "x")).isEqualTo(ExitCode.USAGE);
    assertThat(run("save", "a:1", "--split", "1GiB", "-o", "-")).isEqualTo(ExitCode.USAGE);
    assertThat(run("save", "a:1", "--split", "big", "-o", "x")).isEqualTo(ExitCode.USAGE);
    assertThat(run("load")).isEqualTo(ExitCode.USAGE);
  }
}
