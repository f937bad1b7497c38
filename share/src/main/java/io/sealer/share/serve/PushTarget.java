package io.sealer.share.serve;

import io.sealer.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a server can be given (distribution-spec 1.1, "Push" and "Content Management"). Thread-safe.
 * Problems of the client's making are {@link DistributionException}s.
 */
public interface PushTarget {
  /**
   * Bytes that a client sends.
   *
   * @param in the bytes
   * @param range where the client believes them to belong, and how many there are
   * @param cutOff ends the client's connection; any thread may
   */
  record Body(InputStream in, Optional<UploadRange> range, Runnable cutOff) {}

  /** Starts an upload; answers its name, which needs no encoding in a path. */
  String begin(Repository repository) throws IOException;

  /** Bytes of an upload that are here; empty when there is no such upload. */
  OptionalLong received(Repository repository, String upload) throws IOException;

  /**
   * Adds bytes to an upload. Whoever else was adding is cut off first: a client that comes back
   * knows better than its dead connection. What has come before a failure stays, but not of a chunk
   * that is not as long as its range.
   *
   * @return bytes that are here now
   */
  long append(Repository repository, String upload, Body body) throws IOException;

  /** Adds the last bytes and makes the blob visible; an upload with another digest is forgotten. */
  void finish(Repository repository, String upload, Body body, Digest digest) throws IOException;

  /** Forgets an upload; false when there is none. */
  boolean cancel(Repository repository, String upload) throws IOException;

  /**
   * Makes a blob of another repository visible here too.
   *
   * @param from any repository when empty
   * @return false when it is not there
   */
  boolean mount(Repository into, Digest digest, Optional<Repository> from) throws IOException;

  /**
   * Keeps a manifest whose digest was verified, and lets tags stand for it.
   *
   * @param condition on what is there already under the first tag, or under the digest when there
   *     is no tag
   * @return the manifest that it refers to
   */
  Optional<Digest> putManifest(
      Repository repository,
      Digest digest,
      List<String> tags,
      String mediaType,
      byte[] content,
      Condition condition)
      throws IOException;

  /** False when there is no such tag. */
  boolean deleteTag(Repository repository, String tag) throws IOException;

  /** Removes a manifest and the tags that stand for it; false when it is not there. */
  boolean deleteManifest(Repository repository, Digest digest) throws IOException;

  /** False when it is not there. */
  boolean deleteBlob(Repository repository, Digest digest) throws IOException;
}
