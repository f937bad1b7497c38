package io.sealer.build;

import io.sealer.build.chart.ChartRenderer;
import io.sealer.build.chart.HelmRenderer;
import io.sealer.build.context.BuildContext;
import io.sealer.build.context.FileDigests;
import io.sealer.build.execute.LayerIndex;
import io.sealer.build.execute.PlatformBuild;
import io.sealer.build.execute.Stage;
import io.sealer.build.execute.WorkDirectory;
import io.sealer.build.job.BuildException;
import io.sealer.build.job.BuildListener;
import io.sealer.build.job.BuildRequest;
import io.sealer.build.job.BuildRequest.Mode;
import io.sealer.build.job.BuildRequest.Pull;
import io.sealer.build.job.BuildResult;
import io.sealer.build.job.ImageFetcher;
import io.sealer.build.kubefile.Kubefile;
import io.sealer.build.kubefile.KubefileException;
import io.sealer.build.workload.ContextArchives;
import io.sealer.build.workload.LocalImages;
import io.sealer.build.workload.LockFile;
import io.sealer.build.workload.Workloads;
import io.sealer.oci.Descriptor;
import io.sealer.oci.OciException;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ClusterImages;
import io.sealer.oci.store.ContentStore;
import io.sealer.oci.store.ImageStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds cluster images: Kubefile to layers, names in the content to workload images, all of it to
 * one index. Thread-safe; several processes may build into one store.
 */
public final class Builder {
  private final ImageStore store;
  private final Path work;
  private final ImageFetcher fetcher;
  private final ChartRenderer renderer;

  /** A builder that unpacks the engine for charts into its work directory. */
  public Builder(ImageStore store, Path work, ImageFetcher fetcher) {
    this(store, work, fetcher, new HelmRenderer(work.resolve("helm")));
  }

  /**
   * A builder.
   *
   * @param work directory for caches and work in progress, on the disk of the store
   * @param fetcher brings base images and workload images that the store lacks
   * @param renderer of charts
   */
  public Builder(ImageStore store, Path work, ImageFetcher fetcher, ChartRenderer renderer) {
    this.store = store;
    this.work = work;
    this.fetcher = fetcher;
    this.renderer = renderer;
  }

  /**
   * Builds an image and gives it its names.
   *
   * @throws KubefileException when the Kubefile cannot be understood
   * @throws BuildException when an instruction fails, or a workload image is missing
   */
  public BuildResult build(BuildRequest request, BuildListener listener)
      throws IOException, InterruptedException, KubefileException, BuildException {
    Kubefile kubefile = Kubefiles.read(request.kubefile());
    BuildContext context = BuildContext.read(request.context(), LockFile.of(request.kubefile()));
    BuildArgs.unknown(kubefile, request.buildArgs()).forEach(listener::warning);
    var locking = new Locking(request);
    ImageFetcher allowed = request.options().pull() == Pull.NEVER ? Builder::refuse : fetcher;
    try (WorkDirectory _ = WorkDirectory.hold(work);
        FileDigests digests = FileDigests.open(work.resolve("digests"), context.root())) {
      var stages = new ArrayList<Stage>();
      int executed = 0;
      int cached = 0;
      for (Platform platform : request.platforms()) {
        var build =
            new PlatformBuild(
                request, kubefile, platform, context, store, allowed, digests, work, listener);
        stages.add(build.run());
        executed += build.executed();
        cached += build.cached();
      }
      Workloads workloads =
          workloads(request, locking, kubefile, context, digests, stages, allowed, listener);
      locking.check(workloads.lock());
      Descriptor image = assemble(request, workloads, stages, listener);
      for (Reference name : request.names()) {
        store.tag(name, image);
      }
      locking.write(workloads.lock(), listener);
      return new BuildResult(image, ClusterImages.read(store, image), executed, cached);
    }
  }

  private static Descriptor refuse(Reference name, List<Platform> platforms, ContentStore store)
      throws OciException {
    throw new OciException(
        "image " + name.familiar() + " is not in the local store, and may not be fetched",
        "fetch it before with 'sealer pull', or build without --pull never");
  }

  private Descriptor assemble(
      BuildRequest request, Workloads workloads, List<Stage> stages, BuildListener listener)
      throws IOException {
    int count = workloads.lock().entries().size();
    listener.phase("writing the image with " + count + " workload images");
    var rootfs = new ArrayList<Descriptor>();
    for (Stage stage : stages) {
      rootfs.add(new RootfsWriter(store, request).write(stage, workloads.lock()));
    }
    return ClusterImages.write(store, rootfs, workloads.lock(), workloads.manifests());
  }

  private Workloads workloads(
      BuildRequest request,
      Locking locking,
      Kubefile kubefile,
      BuildContext context,
      FileDigests digests,
      List<Stage> stages,
      ImageFetcher allowed,
      BuildListener listener)
      throws IOException, InterruptedException, BuildException {
    LocalImages local =
        request.options().pull() == Pull.ALWAYS
            ? LocalImages.none(store)
            : locking.limit(LocalImages.of(store, request.names()));
    var workloads = new Workloads(store, allowed, local, request.platforms());
    for (Stage stage : stages) {
      workloads.inherit(stage.inheritedLock(), stage.inheritedWorkloads());
    }
    if (request.options().mode() != Mode.NONE) {
      listener.phase("finding workload images");
      var archives = new ContextArchives(work.resolve("archives"), store, digests);
      workloads.provide(archives.load(context));
    }
    new WorkloadSearch(request, kubefile, context, renderer, listener)
        .run(
            stages,
            new LayerIndex(work.resolve("layers"), store),
            work,
            workloads,
            locking.required());
    return workloads;
  }
}
