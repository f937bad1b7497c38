package io.sealer.share.serve;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a server has to give. Thread-safe. May throw {@link DistributionException} to choose the
 * answer; other exceptions become {@code UNKNOWN}. Lists are optional: a mirror need not have them.
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

    /** As {@link #open(long)} for who will read only so many bytes, at least one. */
    default InputStream open(long position, long length) throws IOException {
      return open(position);
    }

    /**
     * A file that has exactly these bytes, for servers that can send files without reading them.
     */
    default Optional<Path> file() {
      return Optional.empty();
    }
  }

  /** What a tag stands for. */
  Optional<Found> manifest(Repository repository, String tag) throws IOException;

  /** A manifest or index by its digest. */
  Optional<Found> manifest(Repository repository, Digest digest) throws IOException;

  /** Any content by its digest. */
  Optional<Found> blob(Repository repository, Digest digest) throws IOException;

  /** The tags of a repository; empty when there is no such repository. */
  default Optional<PageRequest.Page> tags(Repository repository, PageRequest page)
      throws IOException {
    throw ErrorCode.UNSUPPORTED.because("this registry does not list tags");
  }

  /** The paths of all repositories. */
  default PageRequest.Page repositories(PageRequest page) throws IOException {
    throw ErrorCode.UNSUPPORTED.because("this registry does not list repositories");
  }

  /** The manifests whose subject is this one, which need not be here, by digest. */
  default List<Descriptor> referrers(Repository repository, Digest subject) throws IOException {
    throw ErrorCode.UNSUPPORTED.because("this registry does not list referrers");
  }
}
