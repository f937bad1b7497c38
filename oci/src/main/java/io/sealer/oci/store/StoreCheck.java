package io.sealer.oci.store;

import io.sealer.oci.Digest;
import io.sealer.oci.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Hashes every blob again, several at once, and follows every reference. */
public final class StoreCheck {
  private final Layout layout;
  private final Names names;
  private final Pins pins;
  private final Lease lease;
  private final Progress progress;

  StoreCheck(Layout layout, Names names, Pins pins, Lease lease, Progress progress) {
    this.layout = layout;
    this.names = names;
    this.pins = pins;
    this.lease = lease;
    this.progress = progress;
  }

  /**
   * Something that is not as it must be.
   *
   * @param digest what is meant; a file name when that is no digest
   * @param problem what is wrong with it
   * @param referencedBy names of the images that need it; empty when none does
   */
  public record Problem(String digest, String problem, List<String> referencedBy) {
    public Problem {
      referencedBy = List.copyOf(referencedBy);
    }
  }

  /**
   * What was found.
   *
   * @param blobs how many were hashed, each once however many images share it
   * @param bytes their size
   * @param problems sorted by digest
   * @param damaged whether there is content that repairing lays aside
   * @param quarantined digests of damaged content that was laid aside
   * @param fetchAgain names of the images that are not whole
   */
  public record Result(
      int blobs,
      long bytes,
      List<Problem> problems,
      boolean damaged,
      List<String> quarantined,
      List<String> fetchAgain) {
    public Result {
      problems = List.copyOf(problems);
      quarantined = List.copyOf(quarantined);
      fetchAgain = List.copyOf(fetchAgain);
    }
  }

  private record Blob(Path file, String name, long size) {}

  Result run(boolean repair) throws IOException {
    var broken = new ConcurrentHashMap<String, String>();
    // Without a lock, for who waits to prune would keep everybody else waiting for as long.
    List<Blob> blobs = blobs();
    hashAll(blobs, broken);
    References references;
    try (var _ = PathLock.shared(layout.pruneLock())) {
      broken.keySet().removeIf(name -> !isBroken(name));
      references = References.of(layout, names, pins, broken);
    }
    List<String> quarantined = repair ? quarantine(broken) : List.of();
    List<Problem> problems = problems(broken, references);
    var again = new LinkedHashSet<String>();
    problems.forEach(problem -> again.addAll(problem.referencedBy()));
    long bytes = blobs.stream().mapToLong(Blob::size).sum();
    return new Result(
        blobs.size(),
        bytes,
        problems,
        !broken.isEmpty(),
        quarantined,
        again.stream().sorted().toList());
  }

  private List<Blob> blobs() throws IOException {
    var blobs = new ArrayList<Blob>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(layout.blobs())) {
      for (Path file : files) {
        size(file).ifPresent(size -> blobs.add(new Blob(file, name(file), size)));
      }
    }
    // Large ones first, so that the last thread does not end alone with the largest.
    blobs.sort(Comparator.comparingLong(Blob::size).reversed().thenComparing(Blob::name));
    return blobs;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static OptionalLong size(Path file) throws IOException {
    try {
      return OptionalLong.of(Files.size(file));
    } catch (NoSuchFileException pruned) {
      return OptionalLong.empty();
    }
  }

  /** Looks again at what was found damaged, for it may have been removed or fetched anew since. */
  private boolean isBroken(String name) {
    Path file = layout.blobs().resolve(name);
    return Files.exists(file) && problem(new Blob(file, name, 0), Progress.NONE).isPresent();
  }

  private void hashAll(List<Blob> blobs, Map<String, String> broken) throws IOException {
    int threads = Math.min(8, Runtime.getRuntime().availableProcessors());
    try (var workers = Executors.newFixedThreadPool(threads)) {
      List<Future<Optional<String>>> results = new ArrayList<>();
      for (Blob blob : blobs) {
        progress.started(blob.name(), blob.size());
        results.add(workers.submit(() -> problem(blob, progress)));
      }
      for (int i = 0; i < blobs.size(); i++) {
        String name = blobs.get(i).name();
        results.get(i).get().ifPresent(problem -> broken.put(name, problem));
      }
    } catch (ExecutionException e) {
      throw new IOException("checking the store failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while checking the store");
    }
  }

  /** What is wrong with a blob in itself. */
  private static Optional<String> problem(Blob blob, Progress progress) {
    Digest expected;
    try {
      expected = new Digest(blob.name());
    } catch (IllegalArgumentException noDigest) {
      return Optional.of("the file's name is no digest");
    }
    try {
      Digest found = hash(blob.file(), blob.name(), progress);
      progress.done(blob.name(), false);
      return found.equals(expected)
          ? Optional.empty()
          : Optional.of("damaged: its content has digest " + found);
    } catch (NoSuchFileException gone) {
      return Optional.empty(); // when somebody needs it, following references says so
    } catch (IOException e) {
      return Optional.of("cannot be read: " + e.getMessage());
    }
  }

  private static Digest hash(Path file, String what, Progress progress) throws IOException {
    MessageDigest hash = Digest.sha256();
    byte[] buffer = new byte[1 << 18];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        hash.update(buffer, 0, n);
        progress.advanced(what, n);
      }
    }
    return Digest.ofHash(hash.digest());
  }

  private static List<Problem> problems(Map<String, String> broken, References references) {
    var problems = new ArrayList<Problem>();
    references
        .problems()
        .forEach(
            (digest, problem) ->
                problems.add(new Problem("sha256:" + digest, problem, references.users(digest))));
    broken.forEach(
        (name, problem) -> {
          String digest = name.length() == 64 ? "sha256:" + name : name;
          problems.add(new Problem(digest, problem, references.users(name)));
        });
    problems.sort(Comparator.comparing(Problem::digest).thenComparing(Problem::problem));
    return problems;
  }

  private List<String> quarantine(Map<String, String> broken) throws IOException {
    var moved = new ArrayList<String>();
    lease.begin();
    try (var _ = PathLock.exclusive(layout.pruneLock())) {
      for (String name : Set.copyOf(broken.keySet())) {
        Path file = layout.blobs().resolve(name);
        if (isBroken(name)) {
          Files.createDirectories(layout.quarantine());
          Files.move(file, layout.quarantine().resolve(name), StandardCopyOption.REPLACE_EXISTING);
          moved.add(name.length() == 64 ? "sha256:" + name : name);
        }
      }
      Disk.syncDirectory(layout.blobs());
    }
    moved.sort(Comparator.naturalOrder());
    return moved;
  }
}
