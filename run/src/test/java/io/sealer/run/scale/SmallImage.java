package io.sealer.run.scale;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealer.oci.Descriptor;
import io.sealer.oci.ImageConfig;
import io.sealer.oci.Manifest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciJson;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ClusterImages;
import io.sealer.oci.image.ImageLock;
import io.sealer.oci.store.DiskStore;
import io.sealer.oci.tar.TarEntry;
import io.sealer.oci.tar.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A cluster image of as many members as a usual one has, and of hardly any bytes. */
public final class SmallImage {
  /** Its name in the store. */
  public static final String NAME = "small:1";

  private static final int WORKLOADS = 20;
  private static final int LAYERS = 5;

  private SmallImage() {}

  /** Puts it into a store. */
  public static void write(DiskStore store) throws IOException {
    var labels = Map.of("cluster.alpha.sealer.io/cluster-runtime-version", "v1.20.2");
    Descriptor rootfs = image(store, labels, List.of(files()));
    var entries = new ArrayList<ImageLock.Entry>();
    var workloads = new ArrayList<Descriptor>();
    for (int i = 0; i < WORKLOADS; i++) {
      String name = "registry.example.com/" + (i == 0 ? "kube-apiserver" : "app-" + i) + ":1";
      Descriptor image = image(store, Map.of(), layers(name));
      workloads.add(image);
      entries.add(
          new ImageLock.Entry(
              Reference.parse(name),
              image,
              List.of(Platform.LINUX_AMD64),
              List.of(new ImageLock.Source("manifests/app.yaml", i + 1, "yaml"))));
    }
    Descriptor index =
        ClusterImages.write(store, List.of(rootfs), new ImageLock(entries), workloads);
    store.tag(Reference.parse(NAME), index);
  }

  private static List<byte[]> layers(String name) {
    return Stream.iterate(0, i -> i + 1)
        .limit(LAYERS)
        .map(i -> (name + " layer " + i).getBytes(UTF_8))
        .toList();
  }

  private static byte[] files() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var tar = new TarWriter(bytes);
    byte[] script = "#!/bin/sh\necho {{ .HostIP }}\n".getBytes(UTF_8);
    tar.add(
        TarEntry.file("scripts/init.sh.tmpl", 0755, script.length),
        new ByteArrayInputStream(script));
    tar.finish();
    return bytes.toByteArray();
  }

  private static Descriptor image(DiskStore store, Map<String, String> labels, List<byte[]> layers)
      throws IOException {
    var descriptors = new ArrayList<Descriptor>();
    for (byte[] layer : layers) {
      descriptors.add(store.put(MediaTypes.LAYER_TAR, layer));
    }
    var config =
        ImageConfig.of(Platform.LINUX_AMD64, descriptors.stream().map(Descriptor::digest).toList())
            .withLabels(labels);
    Descriptor configured = store.put(MediaTypes.CONFIG, OciJson.write(config));
    return store.put(MediaTypes.MANIFEST, OciJson.write(Manifest.image(configured, descriptors)));
  }
}
