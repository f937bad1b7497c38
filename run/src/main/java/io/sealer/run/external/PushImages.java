package io.sealer.run.external;

import io.sealer.node.api.ExternalRegistry;
import io.sealer.oci.Descriptor;
import io.sealer.oci.OciException;
import io.sealer.oci.Progress;
import io.sealer.oci.image.ImageLock;
import io.sealer.oci.registry.ImagePusher;
import io.sealer.oci.registry.PushOptions;
import io.sealer.oci.registry.RegistryClient;
import io.sealer.oci.registry.RegistryException;
import io.sealer.oci.store.ContentSource;
import io.sealer.run.engine.Inputs;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.engine.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Brings the workload images of a cluster image into the external registry, from this machine: only
 * what the registry lacks, so that a run that was stopped continues.
 *
 * @param lock names of the images
 * @param store where their content is
 * @param external how the registry is reached
 */
public record PushImages(ImageLock lock, ContentSource store, ExternalAccess external)
    implements Work {
  /** Name of the step of a cluster's own image. */
  public static final String PUSH = "push";

  /** What stands in the way of a push, in words. */
  public static List<String> problems(ImageLock lock, ExternalAccess external) {
    return Placement.collisions(lock, external.registry());
  }

  /** A step that does it, told as one of this host. */
  public static Step step(String host, String name, PushImages work) {
    ExternalRegistry registry = work.external().registry();
    String inputs = Inputs.of(registry.host(), registry.project(), work.lock());
    return Step.of(host, name, "push images to " + registry.host(), List.of(), inputs, work);
  }

  @Override
  public Optional<String> check(StepContext at) throws IOException, StepFailure {
    try (RegistryClient client = external.client()) {
      Placement wanted = Placement.of(lock, store, external.registry());
      int missing = missing(client, wanted).size();
      return missing == 0
          ? Optional.empty()
          : Optional.of(
              "%s lacks %d of %d images"
                  .formatted(external.registry().host(), missing, wanted.uploads().size()));
    } catch (RegistryException e) {
      throw failure(at, e);
    }
  }

  /** All names at once. */
  private static List<Placement.Upload> missing(RegistryClient client, Placement wanted)
      throws IOException {
    var missing = new ArrayList<Placement.Upload>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = new ArrayList<Future<Boolean>>();
      for (Placement.Upload upload : wanted.uploads()) {
        asked.add(threads.submit(() -> isThere(client, upload)));
      }
      for (int i = 0; i < asked.size(); i++) {
        if (!answer(asked.get(i))) {
          missing.add(wanted.uploads().get(i));
        }
      }
    }
    return missing;
  }

  private static boolean isThere(RegistryClient client, Placement.Upload upload)
      throws IOException {
    Optional<Descriptor> there = client.find(upload.name());
    return there.filter(d -> d.digest().equals(upload.root().digest())).isPresent();
  }

  private static boolean answer(Future<Boolean> asked) throws IOException {
    try {
      return asked.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      }
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a registry was asked", e);
    }
  }

  @Override
  public void run(StepContext at) throws IOException, StepFailure {
    try (RegistryClient client = external.client()) {
      Placement wanted = Placement.of(lock, store, external.registry());
      var pusher = new ImagePusher(client);
      var progress = new Told(at);
      for (Placement.Upload upload : missing(client, wanted)) {
        pusher.push(upload.root(), wanted.source(), upload.name(), PushOptions.DEFAULT, progress);
      }
    } catch (RegistryException e) {
      throw failure(at, e);
    } catch (OciException e) {
      throw at.failure(String.valueOf(e.getMessage()), e.hint());
    }
  }

  private StepFailure failure(StepContext at, RegistryException e) {
    return at.failure(String.valueOf(e.getMessage()), hint(e));
  }

  private String hint(RegistryException e) {
    String host = external.registry().host();
    String block = "spec.registry.externalRegistry";
    return switch (e) {
      case RegistryException.Unauthorized _ ->
          "give username and password in %s, or run 'sealer login %s'".formatted(block, host);
      case RegistryException.Denied _ ->
          "the user needs the right to push to " + where() + "; the registry's owner gives it";
      case RegistryException.NotFound _ -> "is there a project " + where() + "? Make it first";
      case RegistryException.TlsProblem _ ->
          "give the certificate of its authority in " + block + ".ca; plain HTTP is not supported";
      case RegistryException.Unreachable _ ->
          "is %s up, and domain and port in %s right?".formatted(host, block);
      default -> e.hint();
    };
  }

  private String where() {
    ExternalRegistry registry = external.registry();
    return registry.project().isEmpty()
        ? registry.host()
        : registry.host() + "/" + registry.project();
  }

  /** Passes on what arrives. */
  private static final class Told implements Progress {
    private final StepContext at;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong total = new AtomicLong();

    Told(StepContext at) {
      this.at = at;
    }

    @Override
    public void started(String what, long bytes) {
      at.progress(done.get(), total.addAndGet(bytes));
    }

    @Override
    public void advanced(String what, long bytes) {
      at.progress(done.addAndGet(bytes), total.get());
    }
  }
}
