package io.sealer.oci.registry;

import io.sealer.oci.Descriptor;
import io.sealer.oci.OciException;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import io.sealer.oci.store.ContentSource;
import java.io.IOException;
import java.util.List;

/**
 * Sends images to registries: only what the registry lacks, blobs in parallel, children before
 * parents, so that a tag never stands for something incomplete. Thread-safe.
 */
public final class ImagePusher {
  private final RegistryClient client;

  /** A pusher; the client decides how many transfers run at once. */
  public ImagePusher(RegistryClient client) {
    this.client = client;
  }

  /**
   * Pushes an image or a whole tree of indexes under a name, and answers the name pinned to the
   * digest.
   *
   * @throws OciException when a part of the image is not in the source and not in the registry
   * @throws RegistryException when the registry does not take it; names the blob or manifest
   */
  public Reference push(
      Descriptor root, ContentSource source, Reference name, PushOptions options, Progress progress)
      throws IOException {
    if (name.digest().isPresent() && !name.digest().get().equals(root.digest())) {
      throw new OciException(
          "cannot push " + root.digest() + " as " + name + ": the name pins another digest",
          "push to a tag");
    }
    // On a virtual thread: only there an interrupt breaks a running exchange off.
    Fanout.each(List.of(name), to -> new Push(client, source, to, options, progress).run(root));
    return name.pinnedTo(root.digest());
  }
}
