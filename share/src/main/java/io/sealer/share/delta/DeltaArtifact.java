package io.sealer.share.delta;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.Manifest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciJson;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import io.sealer.oci.registry.RegistryClient;
import io.sealer.oci.store.Closure;
import io.sealer.oci.store.DiskStore;
import io.sealer.share.delta.Delta.LayerDelta;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A delta at a registry: an artifact that speaks of the new image (OCI manifest.md, "subject"),
 * with the document as first layer and the pieces of each layer after it. Any registry can hold it.
 */
public final class DeltaArtifact {
  /** Annotation of a layer of the artifact: the digest of the layer that the pieces become. */
  static final String LAYER = "io.sealer.delta.layer";

  private DeltaArtifact() {}

  /** What was sent: how many layers as pieces, and their bytes. */
  public record Pushed(int layers, long bytes) {}

  /**
   * Works out what an image has that others lack and attaches it to the image at a registry, where
   * the image itself must be already. Sends nothing when no layer is smaller as pieces.
   */
  public static Pushed push(
      RegistryClient client,
      DiskStore store,
      Reference target,
      Descriptor image,
      List<Delta.Base> bases,
      Progress progress)
      throws IOException {
    Closure wanted = Closure.of(store, image);
    try (Delta delta = Delta.of(store, wanted, bases, true)) {
      if (delta.layers().isEmpty()) {
        return new Pushed(0, 0);
      }
      var blobs = new ArrayList<Descriptor>();
      // What else is needed comes with the image: a registry has it, unlike a file.
      byte[] document =
          new DeltaDocument(delta.document().bases(), List.of(), delta.document().layers()).write();
      blobs.add(small(client, target, MediaTypes.DELTA, document, progress));
      long bytes = 0;
      for (LayerDelta layer : delta.layers()) {
        blobs.add(pieces(client, target, layer, progress));
        bytes += layer.size();
      }
      attach(client, target, image, blobs, progress);
      return new Pushed(delta.layers().size(), bytes);
    }
  }

  private static Descriptor small(
      RegistryClient client, Reference target, String type, byte[] content, Progress progress)
      throws IOException {
    Descriptor blob = Descriptor.of(type, content);
    client.pushBlob(target, blob, () -> new ByteArrayInputStream(content), List.of(), progress);
    return blob;
  }

  private static Descriptor pieces(
      RegistryClient client, Reference target, LayerDelta layer, Progress progress)
      throws IOException {
    Descriptor blob =
        Descriptor.of(MediaTypes.DELTA_LAYER, digest(layer.file()), layer.size())
            .withAnnotation(LAYER, layer.packed().layer().digest().toString());
    client.pushBlob(target, blob, () -> Files.newInputStream(layer.file()), List.of(), progress);
    return blob;
  }

  private static Digest digest(Path file) throws IOException {
    MessageDigest hash = Digest.sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), hash)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return Digest.ofHash(hash.digest());
  }

  private static void attach(
      RegistryClient client,
      Reference target,
      Descriptor image,
      List<Descriptor> blobs,
      Progress progress)
      throws IOException {
    Descriptor config = small(client, target, MediaTypes.EMPTY, "{}".getBytes(UTF_8), progress);
    Descriptor subject = Descriptor.of(image.mediaType(), image.digest(), image.size());
    byte[] manifest =
        OciJson.write(
            new Manifest(
                MediaTypes.MANIFEST,
                Optional.of(MediaTypes.DELTA),
                config,
                blobs,
                Optional.of(subject),
                Map.of()));
    client.attach(
        target,
        Descriptor.of(MediaTypes.MANIFEST, manifest).withArtifactType(MediaTypes.DELTA),
        manifest,
        subject);
  }
}
