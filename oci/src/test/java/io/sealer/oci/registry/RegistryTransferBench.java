package io.sealer.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Manifest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciJson;
import io.sealer.oci.Reference;
import io.sealer.oci.registry.testing.DockerRegistry;
import io.sealer.oci.registry.testing.Programs;
import io.sealer.oci.store.DiskStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pushes and pulls an image of 2 GiB in 40 layers by sealer and by skopeo, one after the other,
 * each a process of its own with its own repository and directory; prints seconds and the median
 * ratio. Run it with {@code bench/registry-transfer}.
 */
@Tag("bench")
class RegistryTransferBench {
  private static final int LAYERS = 40;
  private static final int LAYER = (int) ((2L << 30) / LAYERS);

  @TempDir Path directory;
  private int directories;

  @Test
  void sealer_and_skopeo_take_turns() throws Exception {
    int rounds = Integer.getInteger("rounds", 3);
    makeImage();
    var pushes = new ArrayList<Double>();
    var pulls = new ArrayList<Double>();
    for (int round = 0; round <= rounds; round++) {
      // A new one each time: skopeo remembers across runs which registry could mount what.
      try (var registry = DockerRegistry.start()) {
        String ours = registry.host() + "/sealer:1";
        double push = ratio("push", java("push", "image", ours), skopeoPush(registry));
        double pull = ratio("pull", java("pull", fresh(), ours), skopeoPull(registry));
        if (round > 0) { // the first only warms the caches
          pushes.add(push);
          pulls.add(pull);
        }
      }
    }
    print(
        "median push %.2f, pull %.2f times as fast as skopeo"
            .formatted(median(pushes), median(pulls)));
    assertThat(pushes).hasSize(rounds);
  }

  private void makeImage() throws IOException {
    var random = new Random(5);
    var layers = new ArrayList<Descriptor>();
    byte[] content = new byte[LAYER];
    try (var store = DiskStore.open(directory.resolve("image"))) {
      for (int i = 0; i < LAYERS; i++) {
        random.nextBytes(content);
        layers.add(store.put(MediaTypes.LAYER_GZIP, content));
      }
      byte[] config =
          "{\"architecture\":\"amd64\",\"os\":\"linux\"}".getBytes(StandardCharsets.UTF_8);
      var manifest = Manifest.image(store.put(MediaTypes.CONFIG, config), layers);
      store.tag(
          Reference.parse("bench:1"), store.put(MediaTypes.MANIFEST, OciJson.write(manifest)));
    }
  }

  /** Seconds of theirs divided by seconds of ours. */
  private double ratio(String what, List<String> ours, List<String> theirs) throws Exception {
    double mine = seconds(ours);
    double yours = seconds(theirs);
    print(
        "%s: sealer %.2f s, skopeo %.2f s, ratio %.2f".formatted(what, mine, yours, yours / mine));
    return yours / mine;
  }

  private double seconds(List<String> command) throws Exception {
    long start = System.nanoTime();
    Programs.run(directory, command, "");
    return (System.nanoTime() - start) / 1e9;
  }

  private static List<String> java(String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    // As dist's launcher starts commands that move much.
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:MaxRAMPercentage=12", "-cp", path));
    command.add(TransferMain.class.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  private static List<String> skopeoPush(DockerRegistry registry) {
    return List.of(
        "skopeo",
        "copy",
        "-q",
        "--preserve-digests",
        "--dest-tls-verify=false",
        "oci:image:docker.io/library/bench:1",
        "docker://" + registry.host() + "/skopeo:1");
  }

  private List<String> skopeoPull(DockerRegistry registry) {
    return List.of(
        "skopeo",
        "copy",
        "-q",
        "--preserve-digests",
        "--src-tls-verify=false",
        "docker://" + registry.host() + "/skopeo:1",
        "oci:" + fresh() + ":1");
  }

  private String fresh() {
    return "pulled" + directories++;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  @SuppressWarnings("SystemOut") // the result of a benchmark is for whoever started it
  private static void print(String line) {
    System.out.println("registry-transfer: " + line);
  }
}
