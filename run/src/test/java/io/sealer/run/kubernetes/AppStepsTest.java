package io.sealer.run.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.node.api.NamesTable;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.image.ImageLock;
import io.sealer.oci.store.DiskStore;
import io.sealer.run.apps.FakeKubernetes;
import io.sealer.run.apps.ForgetVersions;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.engine.OneHost;
import io.sealer.run.engine.Step;
import io.sealer.run.state.AppImage.Version;
import io.sealer.run.steps.HostContent;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AppStepsTest {
  private static final Cluster CLUSTER = KubernetesStepsTest.cluster(List.of("10.0.0.1"));
  private static final Digest ONE = Digest.parse("sha256:" + "1".repeat(64));
  private static final Digest TWO = Digest.parse("sha256:" + "2".repeat(64));

  private static List<Step> steps(Path directory, List<Version> superseded) throws Exception {
    try (DiskStore store = DiskStore.open(directory)) {
      var content =
          HostContent.nothing(Descriptor.of(MediaTypes.MANIFEST, "rootfs".getBytes(UTF_8)));
      var contents = new LinkedHashMap<ClusterHost, HostContent>();
      CLUSTER.hosts().forEach(host -> contents.put(host, content));
      var table = NamesTable.of(TWO, new ImageLock(List.of()), List.of());
      return new AppSteps(CLUSTER, "chart", table, store, Map.of("10.0.0.1", "m1"))
          .steps(contents, Map.of(), List.of(), Optional.empty(), superseded);
    }
  }

  @Test
  void every_host_forgets_versions_that_were_replaced_when_the_new_one_is_ready(
      @TempDir Path directory) throws Exception {
    List<Step> steps = steps(directory, List.of(new Version("chart:1", ONE.toString())));

    List<Step> forgetting =
        steps.stream().filter(s -> s.name().equals("forget-earlier-chart")).toList();
    assertThat(forgetting).extracting(Step::host).containsExactly("10.0.0.1", "10.0.0.9");
    assertThat(forgetting)
        .allSatisfy(
            step -> {
              assertThat(step.needs()).containsExactly("10.0.0.1/ready");
              assertThat(step.work()).isEqualTo(new ForgetVersions(List.of(ONE)));
            });
    assertThat(steps(directory, List.of())).noneMatch(s -> s.name().startsWith("forget"));
  }

  @Test
  void a_host_forgets_only_versions_that_it_knows() throws Exception {
    var host = new FakeKubernetes();
    host.answering("look for versions", "/var/lib/sealer/store/pins/image-" + TWO.hex() + ".json");

    OneHost.apply(host, "forget-earlier-chart", new ForgetVersions(List.of(ONE, TWO)));

    assertThat(host.ran().stream().filter(command -> command.contains(" forget ")))
        .singleElement()
        .satisfies(command -> assertThat(command).endsWith("--image " + TWO));
  }
}
