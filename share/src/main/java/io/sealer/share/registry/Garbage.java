package io.sealer.share.registry;

import io.sealer.oci.Digest;
import io.sealer.oci.OciException;
import io.sealer.oci.store.PathLock;
import io.sealer.share.serve.DistributionException;
import io.sealer.share.serve.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Mark and sweep, while the registry serves and takes pushes. Nothing is removed that was pushed,
 * mounted, asked for or referred to within the grace period: each of these touches what it relies
 * on under the shared lock, and the sweep looks again under the exclusive one.
 */
public final class Garbage {
  private static final Duration UPLOADS = Duration.ofHours(1);

  private final DataLayout layout;

  Garbage(DataLayout layout) {
    this.layout = layout;
  }

  /**
   * How to collect.
   *
   * @param grace what is younger stays; an upload stays for an hour at least
   * @param dryRun only count
   */
  public record Options(Duration grace, boolean dryRun) {
    /** A day's grace. */
    public static final Options DEFAULT = new Options(Duration.ofDays(1), false);

    public Options {
      if (grace.isNegative()) {
        throw new IllegalArgumentException("a grace period cannot be negative");
      }
    }
  }

  /**
   * What was removed.
   *
   * @param links blobs that a repository had and none of its manifests needs
   * @param blobs contents that no repository has
   * @param uploads abandoned ones
   * @param bytes freed on disk
   */
  public record Result(long links, long blobs, long uploads, long bytes) {}

  /**
   * Collects once.
   *
   * @throws OciException when a manifest is damaged, so that nobody can tell what it needs
   */
  public Result collect(Options options) throws IOException {
    Instant now;
    try (var _ = PathLock.exclusive(layout.lock())) {
      now = Instant.now(); // no step is half-way
    }
    var sweep = new Sweep(layout, now.minus(options.grace()), options.dryRun());
    long uploads = sweep.uploads(now.minus(UPLOADS));
    long links = 0;
    var live = new HashSet<Digest>();
    for (Repository repository : Repositories.all(layout)) {
      Set<Digest> needed = needed(repository, live);
      Path directory = layout.repository(repository).resolve(DataLayout.BLOBS);
      links += sweep.files(Links.in(directory), link -> keeps(link, needed));
      Links.in(directory).stream()
          .filter(link -> !sweep.isDoomed(link))
          .forEach(link -> DataLayout.digest(link).ifPresent(live::add));
    }
    long blobs = 0;
    for (Path algorithm : Links.in(layout.blobs())) {
      String prefix = algorithm.getFileName() + "-";
      for (Path directory : Links.in(algorithm)) {
        blobs +=
            sweep.files(
                Links.in(directory),
                file -> keeps(file.resolveSibling(prefix + file.getFileName()), live));
      }
    }
    return new Result(links, blobs, uploads, sweep.freed());
  }

  private static boolean keeps(Path link, Set<Digest> needed) {
    return DataLayout.digest(link).map(needed::contains).orElse(true);
  }

  /** The blobs that a repository's manifests need; the manifests themselves are added to live. */
  private Set<Digest> needed(Repository repository, Set<Digest> live) throws IOException {
    var needed = new HashSet<Digest>();
    List<Path> links = Links.in(layout.repository(repository).resolve(DataLayout.MANIFESTS));
    for (Path link : links) {
      var digest = DataLayout.digest(link);
      if (digest.isPresent()) {
        live.add(digest.get());
        read(repository, link, digest.get()).forEach(part -> needed.add(part.digest()));
      }
    }
    return needed;
  }

  private List<PushedManifest.Part> read(Repository repository, Path link, Digest digest)
      throws IOException {
    try {
      byte[] content = Files.readAllBytes(layout.blob(digest));
      return PushedManifest.read(Files.readString(link), content).blobs();
    } catch (NoSuchFileException deleted) {
      return List.of(); // since the directory was listed
    } catch (DistributionException e) {
      throw new OciException(
          "cannot tell what %s@%s needs: %s".formatted(repository, digest, e.getMessage()),
          "delete that manifest or push it again",
          e);
    }
  }
}
