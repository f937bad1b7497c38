package io.sealer.build.workload;

import io.sealer.build.job.BuildException;
import io.sealer.build.job.ImageFetcher;
import io.sealer.build.workload.ContextArchives.Provided;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.OciException;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ImageLock;
import io.sealer.oci.image.ImageLock.Source;
import io.sealer.oci.store.Closure;
import io.sealer.oci.store.ImageStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * Gives every name its digest: from an archive of the context, from the base image, from what the
 * store knows of an earlier build, or from its registry.
 */
public final class Workloads {
  private static final int AT_ONCE = 8;

  private final ImageStore store;
  private final ImageFetcher fetcher;
  private final List<Platform> platforms;
  private final TreeMap<Reference, ImageLock.Entry> entries = new TreeMap<>();
  private final Map<Digest, Descriptor> manifests = new LinkedHashMap<>();
  private final LocalImages local;

  /**
   * Workload images for these platforms.
   *
   * @param local finds images that need not be fetched
   */
  public Workloads(
      ImageStore store, ImageFetcher fetcher, LocalImages local, List<Platform> platforms) {
    this.store = store;
    this.fetcher = fetcher;
    this.local = local;
    this.platforms = List.copyOf(platforms);
  }

  /** Takes over what a base image brings. */
  public void inherit(List<ImageLock.Entry> lock, List<Descriptor> workloads) {
    lock.forEach(entry -> entries.put(entry.name(), entry));
    workloads.forEach(manifest -> manifests.putIfAbsent(manifest.digest(), manifest));
  }

  /** Takes images that came with the context; they win over the base image's. */
  public void provide(List<Provided> images) throws IOException, BuildException {
    for (Provided image : images) {
      add(image.name(), image.descriptor(), List.of(new Source(image.archive(), 0, "archive")));
    }
  }

  /** Makes sure that every name has content: names that nobody has provided are fetched. */
  public void require(Map<Reference, List<Source>> names)
      throws IOException, BuildException, InterruptedException {
    var missing = new TreeMap<Reference, List<Source>>();
    for (Map.Entry<Reference, List<Source>> name : names.entrySet()) {
      Optional<ImageLock.Entry> known = known(name.getKey());
      if (known.isPresent()) {
        ImageLock.Entry entry = known.get();
        entries.put(
            name.getKey(),
            new ImageLock.Entry(
                name.getKey(),
                entry.descriptor(),
                entry.platforms(),
                united(entry.sources(), name.getValue())));
        continue;
      }
      Optional<Descriptor> here = local.find(name.getKey(), platforms);
      if (here.isPresent()) {
        add(name.getKey(), here.get(), name.getValue());
      } else {
        missing.put(name.getKey(), name.getValue());
      }
    }
    fetch(missing);
  }

  /** The lock, when all names have their digests. */
  public ImageLock lock() {
    return new ImageLock(List.copyOf(entries.values()));
  }

  /** The manifests that belong into the image: those that a name still stands for. */
  public List<Descriptor> manifests() throws IOException {
    List<Descriptor> named = entries.values().stream().map(ImageLock.Entry::descriptor).toList();
    Set<Digest> needed =
        Closure.of(store, named).documents().stream()
            .map(Descriptor::digest)
            .collect(Collectors.toSet());
    return manifests.values().stream().filter(m -> needed.contains(m.digest())).toList();
  }

  /** The entry of this name; a name pinned to a digest may also be known by its tag. */
  private Optional<ImageLock.Entry> known(Reference name) {
    ImageLock.Entry exact = entries.get(name);
    if (exact != null || name.digest().isEmpty() || name.tag().isEmpty()) {
      return Optional.ofNullable(exact);
    }
    ImageLock.Entry tagged = entries.get(name.withTag(name.tag().get()));
    return Optional.ofNullable(tagged)
        .filter(entry -> entry.descriptor().digest().equals(name.digest().get()));
  }

  private void fetch(Map<Reference, List<Source>> missing)
      throws IOException, BuildException, InterruptedException {
    var slots = new Semaphore(AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var fetched = new LinkedHashMap<Reference, Future<Descriptor>>();
      missing.keySet().forEach(name -> fetched.put(name, threads.submit(fetching(name, slots))));
      try {
        for (Map.Entry<Reference, Future<Descriptor>> image : fetched.entrySet()) {
          List<Source> sources = missing.getOrDefault(image.getKey(), List.of());
          add(image.getKey(), result(image.getKey(), image.getValue(), sources), sources);
        }
      } finally {
        // The first failure decides; the others need not go on.
        fetched.values().forEach(future -> future.cancel(true));
      }
    }
  }

  private Callable<Descriptor> fetching(Reference name, Semaphore slots) {
    return () -> {
      slots.acquire();
      try {
        return fetcher.fetch(name, platforms, store);
      } finally {
        slots.release();
      }
    };
  }

  private static Descriptor result(Reference name, Future<Descriptor> future, List<Source> sources)
      throws BuildException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String hint =
          cause instanceof OciException known && !known.hint().isEmpty()
              ? known.hint() + "; or "
              : "";
      throw new BuildException(
          places(sources) + ": image " + name + " cannot be had: " + cause.getMessage(),
          hint + "put it as an archive into images/ of the build context",
          List.of(),
          e);
    }
  }

  private static String places(List<Source> sources) {
    return sources.stream()
        .map(source -> source.file() + (source.line() > 0 ? ":" + source.line() : ""))
        .collect(Collectors.joining(", "));
  }

  private void add(Reference name, Descriptor descriptor, List<Source> sources)
      throws IOException, BuildException {
    var there = new ArrayList<Platform>();
    for (Descriptor manifest : Members.of(store, descriptor)) {
      Platform platform = manifest.platform().orElseGet(Platform::local);
      if (platforms.stream().anyMatch(wanted -> Members.runsOn(platform, wanted))) {
        there.add(platform);
        manifests.putIfAbsent(manifest.digest(), manifest);
      }
    }
    for (Platform wanted : platforms) {
      if (there.stream().noneMatch(platform -> Members.runsOn(platform, wanted))) {
        throw new BuildException(
            places(sources) + ": image " + name + " has nothing for " + wanted,
            "use an image that has it, or build for other platforms");
      }
    }
    entries.put(name, new ImageLock.Entry(name, descriptor, there, sources));
  }

  private static List<Source> united(List<Source> one, List<Source> other) {
    SequencedSet<Source> all = new LinkedHashSet<>(one);
    all.addAll(other);
    return List.copyOf(all);
  }
}
