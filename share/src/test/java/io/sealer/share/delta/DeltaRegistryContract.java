package io.sealer.share.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.ImageConfig;
import io.sealer.oci.Manifest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciJson;
import io.sealer.oci.Platform;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.layer.Layer;
import io.sealer.oci.layer.LayerWriter;
import io.sealer.oci.registry.ImagePuller;
import io.sealer.oci.registry.ImagePusher;
import io.sealer.oci.registry.PullOptions;
import io.sealer.oci.registry.PushOptions;
import io.sealer.oci.registry.RegistryClient;
import io.sealer.oci.registry.RegistryOptions;
import io.sealer.oci.store.DiskStore;
import io.sealer.oci.tar.TarEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deltas go by any registry, whether it lists referrers or not. */
abstract class DeltaRegistryContract {
  private static final int SIZE = 800_000;

  @TempDir Path directory;
  private DiskStore ours;
  private DiskStore theirs;
  private RegistryClient client = new RegistryClient(RegistryOptions.defaults());
  private byte[] content = new byte[SIZE];

  /** Host and port of an open registry that lives as long as the test. */
  abstract String registry() throws Exception;

  @BeforeEach
  void openStores() throws IOException {
    ours = DiskStore.open(directory.resolve("ours"));
    theirs = DiskStore.open(directory.resolve("theirs"));
    new Random(1).nextBytes(content);
  }

  @AfterEach
  void closeStores() throws IOException {
    client.close();
    ours.close();
    theirs.close();
  }

  private Descriptor image(byte[] file) throws IOException {
    Layer layer;
    try (var writer = LayerWriter.open(ours, Compression.ZSTD)) {
      writer.add(TarEntry.file("f", 0644, file.length), new ByteArrayInputStream(file));
      layer = writer.commit();
    }
    var config = ImageConfig.of(Platform.LINUX_AMD64, List.of(layer.diffId()));
    Descriptor written = ours.put(MediaTypes.CONFIG, OciJson.write(config));
    return ours.put(
        MediaTypes.MANIFEST, OciJson.write(Manifest.image(written, List.of(layer.descriptor()))));
  }

  private Reference push(String tag, Descriptor image) throws Exception {
    Reference name = Reference.parse(registry() + "/team/app:" + tag);
    ours.tag(name, image);
    new ImagePusher(client).push(image, ours, name, PushOptions.DEFAULT, Progress.NONE);
    return name;
  }

  private void pull(Reference name) throws IOException {
    Descriptor image = new ImagePuller(client).pull(name, theirs, PullOptions.ALL, Progress.NONE);
    theirs.tag(name, image);
  }

  private DeltaPull.Result deltas(Reference name) throws IOException {
    return new DeltaPull(client, theirs, Progress.NONE).run(name);
  }

  private Descriptor edited() throws IOException {
    content[SIZE / 2] ^= 1;
    return image(content);
  }

  @Test
  void who_has_the_old_image_pulls_only_chunks_of_the_new() throws Exception {
    Descriptor oldImage = image(content);
    Reference old = push("1", oldImage);
    Descriptor newImage = edited();
    Reference next = push("2", newImage);
    var base = List.of(new Delta.Base(old, oldImage));
    DeltaArtifact.Pushed pushed =
        DeltaArtifact.push(client, ours, next, newImage, base, Progress.NONE);
    assertThat(pushed.layers()).isEqualTo(1);
    assertThat(pushed.bytes()).isLessThan(5000);

    assertThat(deltas(next)).isEqualTo(new DeltaPull.Result(0, 0)); // nothing to build on yet
    pull(old);
    DeltaPull.Result result = deltas(next);
    assertThat(result.layers()).isEqualTo(1);
    assertThat(result.saved()).isGreaterThan(SIZE - 5000);
    Digest layer = OciJson.readManifest(ours.read(newImage)).layers().getFirst().digest();
    assertThat(theirs.has(layer)).isTrue();
    pull(next);
    assertThat(theirs.resolve(next)).contains(newImage);
    assertThat(theirs.check(false, Progress.NONE).problems()).isEmpty();
    assertThat(theirs.prune()).isZero(); // the pieces are gone already
  }

  @Test
  void deltas_on_several_bases_are_all_found_and_the_fitting_one_is_used() throws Exception {
    Descriptor first = image(content);
    Reference one = push("1", first);
    Descriptor second = edited();
    Reference two = push("2", second);
    content[7] ^= 1;
    Descriptor third = image(content);
    Reference three = push("3", third);
    for (Delta.Base base : List.of(new Delta.Base(one, first), new Delta.Base(two, second))) {
      DeltaArtifact.push(client, ours, three, third, List.of(base), Progress.NONE);
    }
    assertThat(client.referrers(three, third.digest(), MediaTypes.DELTA)).hasSize(2);
    assertThat(client.referrers(three, third.digest(), "application/other")).isEmpty();
    assertThat(client.referrers(one, first.digest(), MediaTypes.DELTA)).isEmpty();
    pull(two);
    assertThat(deltas(three).layers()).isEqualTo(1);
    pull(three);
    assertThat(theirs.resolve(three)).contains(third);
  }

  @Test
  void an_old_layer_that_is_damaged_is_not_built_upon_and_the_pull_works_without()
      throws Exception {
    Descriptor oldImage = image(content);
    Reference old = push("1", oldImage);
    Descriptor newImage = edited();
    Reference next = push("2", newImage);
    DeltaArtifact.push(
        client, ours, next, newImage, List.of(new Delta.Base(old, oldImage)), Progress.NONE);
    pull(old);
    Digest layer = OciJson.readManifest(theirs.read(oldImage)).layers().getFirst().digest();
    byte[] bytes = Files.readAllBytes(theirs.file(layer));
    bytes[SIZE / 4] ^= 1;
    Files.write(theirs.file(layer), bytes);
    assertThatThrownBy(() -> deltas(next)).isInstanceOf(IOException.class);
    pull(next);
    assertThat(theirs.resolve(next)).contains(newImage);
  }
}
