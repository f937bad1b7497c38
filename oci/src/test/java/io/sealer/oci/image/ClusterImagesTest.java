package io.sealer.oci.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.oci.Descriptor;
import io.sealer.oci.ImageConfig;
import io.sealer.oci.Index;
import io.sealer.oci.Manifest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.store.Closure;
import io.sealer.oci.store.DiskStore;
import io.sealer.oci.store.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterImagesTest {
  @TempDir Path directory;
  private DiskStore store;

  @BeforeEach
  void open() throws IOException {
    store = DiskStore.open(directory);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private static ImageLock.Entry entry(String name, Descriptor descriptor) {
    return new ImageLock.Entry(
        Reference.parse(name),
        descriptor,
        List.of(Platform.LINUX_AMD64),
        List.of(new ImageLock.Source("manifests/a.yaml", 7, "yaml")));
  }

  private Descriptor rootfs(
      Platform platform, Map<String, String> labels, Map<String, String> annotations)
      throws IOException {
    Descriptor layer = store.put(MediaTypes.LAYER_TAR, ("files" + platform).getBytes(UTF_8));
    var config = ImageConfig.of(platform, List.of(layer.digest())).withLabels(labels);
    Descriptor configured = store.put(MediaTypes.CONFIG, OciJson.write(config));
    var manifest =
        new Manifest(
            MediaTypes.MANIFEST,
            Optional.empty(),
            configured,
            List.of(layer),
            Optional.empty(),
            annotations);
    return store.put(MediaTypes.MANIFEST, OciJson.write(manifest));
  }

  @Test
  void an_image_with_workloads_is_read_back() throws Exception {
    Descriptor amd64 = rootfs(Platform.LINUX_AMD64, Map.of(), Map.of());
    Descriptor arm64 = rootfs(Platform.LINUX_ARM64, Map.of(), Map.of());
    Descriptor nginx = Samples.image(store, "nginx");
    Descriptor away = Descriptor.of(MediaTypes.MANIFEST, "not fetched".getBytes(UTF_8));
    Descriptor nginxIndex = Samples.index(store, nginx.withPlatform(Platform.LINUX_AMD64), away);
    Descriptor pause = Samples.image(store, "pause");
    var lock =
        new ImageLock(
            List.of(
                entry("pause:3", pause), entry("nginx:1", nginxIndex), entry("nginx", nginxIndex)));

    Descriptor image =
        ClusterImages.write(store, List.of(amd64, arm64), lock, List.of(nginx, pause));
    Index index = OciJson.readIndex(store.read(image));
    assertThat(index.manifests())
        .extracting(d -> d.refName().orElse(d.platform().isPresent() ? "rootfs" : "lock"))
        .containsExactly(
            "rootfs",
            "rootfs",
            "docker.io/library/nginx:1",
            "docker.io/library/nginx:latest",
            "docker.io/library/pause:3",
            "lock");
    assertThat(index.manifests().subList(0, 5)).allMatch(d -> d.platform().isPresent());

    ClusterImage read = ClusterImages.read(store, image);
    assertThat(read.lock()).isEqualTo(lock);
    assertThat(read.rootfs(Platform.LINUX_ARM64).orElseThrow().descriptor().digest())
        .isEqualTo(arm64.digest());
    assertThat(read.workloads()).hasSize(3);
    Manifest lockManifest = OciJson.readManifest(store.read(read.lockManifest().orElseThrow()));
    assertThat(lockManifest.config())
        .isEqualTo(Descriptor.of(MediaTypes.EMPTY, "{}".getBytes(UTF_8)));
    assertThat(lockManifest.layers())
        .extracting(Descriptor::mediaType)
        .containsExactly(MediaTypes.LOCK, MediaTypes.INDEX);
    assertThat(lockManifest.layers().get(1).digest()).isEqualTo(nginxIndex.digest());

    assertThat(ClusterImages.write(store, List.of(amd64, arm64), lock, List.of(pause, nginx)))
        .isEqualTo(image);
  }

  @Test
  void everything_an_image_needs_survives_prune() throws Exception {
    Descriptor nginx = Samples.image(store, "nginx");
    Descriptor index = Samples.index(store, nginx);
    Descriptor image =
        ClusterImages.write(
            store,
            List.of(rootfs(Platform.LINUX_AMD64, Map.of(), Map.of())),
            new ImageLock(List.of(entry("nginx", index))),
            List.of(nginx));
    store.tag(Reference.parse("cluster:1"), image);
    Descriptor garbage = store.put("x", new byte[1]);
    store.close();
    assertThat(store.prune()).isEqualTo(1);
    assertThat(store.has(garbage.digest())).isFalse();
    assertThat(store.read(index)).isNotEmpty();
    for (Descriptor part : Closure.of(store, image).all()) {
      assertThat(store.has(part.digest())).isTrue();
    }
  }

  @Test
  void an_image_without_workloads_has_no_lock() throws Exception {
    Descriptor image =
        ClusterImages.write(
            store,
            List.of(rootfs(Platform.LINUX_AMD64, Map.of(), Map.of())),
            new ImageLock(List.of()),
            List.of());
    ClusterImage read = ClusterImages.read(store, image);
    assertThat(read.lockManifest()).isEmpty();
    assertThat(read.lock().entries()).isEmpty();
    assertThat(read.rootfs()).hasSize(1);
  }

  @Test
  void a_lock_and_its_images_must_belong_together() throws Exception {
    List<Descriptor> rootfs = List.of(rootfs(Platform.LINUX_AMD64, Map.of(), Map.of()));
    Descriptor nginx = Samples.image(store, "nginx");
    var lock = new ImageLock(List.of(entry("nginx", nginx)));
    assertThatThrownBy(() -> ClusterImages.write(store, rootfs, lock, List.of()))
        .isInstanceOf(OciException.class)
        .hasMessageContaining("docker.io/library/nginx:latest");
    Descriptor other = Samples.image(store, "other");
    assertThatThrownBy(() -> ClusterImages.write(store, rootfs, lock, List.of(nginx, other)))
        .hasMessageContaining(other.digest().toString());
  }

  @Test
  void an_ordinary_image_starts_nothing() throws Exception {
    Descriptor plain = rootfs(Platform.LINUX_AMD64, Map.of("x", "y"), Map.of());
    ClusterImage read = ClusterImages.read(store, plain);
    assertThat(read.rootfs().getFirst().extension())
        .isEqualTo(
            new Extension(ImageType.APP_INSTALLER, List.of(), Map.of(), Extension.Launch.NOTHING));
    Descriptor labelled =
        rootfs(
            Platform.LINUX_AMD64,
            Map.of("cluster.alpha.sealer.io/cluster-runtime-type", "k0s"),
            Map.of());
    assertThat(ClusterImages.read(store, labelled).rootfs().getFirst().extension().type())
        .isEqualTo(ImageType.KUBE_INSTALLER);
  }

  @Test
  void an_image_of_the_go_sealer_is_read() throws Exception {
    Descriptor image =
        rootfs(
            Platform.LINUX_AMD64,
            Map.of(),
            Map.of(
                Extension.ANNOTATION,
                "{\"schemaVersion\":\"v1alpha1\",\"type\":\"kube-installer\",\"applications\":[{\"name\":\"a\","
                    + "\"type\":\"helm\",\"files\":[\"a\"],\"version\":\"v1\"}],\"launch\":{\"app_names\":[\"a\"]}}"));
    Extension extension = ClusterImages.read(store, image).rootfs().getFirst().extension();
    assertThat(extension.type()).isEqualTo(ImageType.KUBE_INSTALLER);
    assertThat(extension.launch().apps()).containsExactly("a");
    assertThat(extension.applications().getFirst().kind()).isEqualTo(AppKind.HELM);
  }

  @Test
  void what_is_no_image_is_refused() throws Exception {
    Descriptor index = Samples.index(store);
    assertThatThrownBy(() -> ClusterImages.read(store, index))
        .hasMessageContaining("has no files for any platform");
    assertThatThrownBy(
            () -> ClusterImages.read(store, Descriptor.of("text/plain", index.digest(), 3)))
        .hasMessageContaining("is no image, but text/plain");
  }
}
