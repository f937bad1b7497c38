package io.sealer.share.serve;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * What a server has to give. Thread-safe. May throw {@link DistributionException} to choose the
 * answer; other exceptions become {@code UNKNOWN}.
 */
public interface ServedContent {
  /** Content that was found; nothing is moved until it is opened. */
  interface Found {
    /** Type, digest and size: what the headers say. */
    Descriptor descriptor();

    /**
     * The bytes from this position on. May break off with an exception when the content turns out
     * to be damaged; then the last byte was not given out.
     */
    InputStream open(long position) throws IOException;
  }

  /** What a tag stands for. */
  Optional<Found> manifest(Repository repository, String tag) throws IOException;

  /** A manifest or index by its digest. */
  Optional<Found> manifest(Repository repository, Digest digest) throws IOException;

  /** Any content by its digest. */
  Optional<Found> blob(Repository repository, Digest digest) throws IOException;
}
