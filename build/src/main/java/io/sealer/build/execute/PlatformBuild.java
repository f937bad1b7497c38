package io.sealer.build.execute;

import io.sealer.build.context.BuildContext;
import io.sealer.build.context.FileDigests;
import io.sealer.build.context.SourceException;
import io.sealer.build.job.BuildException;
import io.sealer.build.job.BuildListener;
import io.sealer.build.job.BuildRequest;
import io.sealer.build.job.ImageFetcher;
import io.sealer.build.kubefile.Instruction;
import io.sealer.build.kubefile.Kubefile;
import io.sealer.build.kubefile.Variables;
import io.sealer.oci.OciException;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.image.AppKind;
import io.sealer.oci.image.Application;
import io.sealer.oci.store.ImageStore;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Carries out a Kubefile for one platform, stage after stage. */
public final class PlatformBuild {
  private final BuildRequest request;
  private final Kubefile kubefile;
  private final Platform platform;
  private final Base base;
  private final StageBuilder.Tools tools;
  private final BuildContext context;
  private final Snapshots snapshots;
  private final Path work;
  private final Map<String, String> globals = new LinkedHashMap<>();
  private final Map<String, Stage> stages = new HashMap<>();
  private int executed;
  private int cached;
  private int count;

  /**
   * A build for one platform.
   *
   * @param work directory for caches and work in progress, on the disk of the store
   */
  public PlatformBuild(
      BuildRequest request,
      Kubefile kubefile,
      Platform platform,
      BuildContext context,
      ImageStore store,
      ImageFetcher fetcher,
      FileDigests digests,
      Path work,
      BuildListener listener)
      throws IOException {
    this.request = request;
    this.kubefile = kubefile;
    this.platform = platform;
    this.context = context;
    this.work = work;
    this.base = new Base(store, fetcher, request.options().pull() == BuildRequest.Pull.ALWAYS);
    var index = new LayerIndex(work.resolve("layers"), store);
    this.snapshots = new Snapshots(work.resolve("snapshots"), store, index);
    var runner = new Runner(work.resolve("run"), store, index, snapshots, platform, listener);
    var cache = new StepCache(work.resolve("steps"), store, request.options().cache());
    this.tools = new StageBuilder.Tools(store, index, cache, digests, runner, listener);
    globals.putAll(predefined());
  }

  /** The last stage, when all instructions are carried out. */
  public Stage run() throws IOException, InterruptedException, BuildException {
    List<Instruction> instructions = kubefile.instructions();
    Stage stage = new Stage(platform);
    for (int i = 0; i < instructions.size(); i++) {
      Instruction instruction = instructions.get(i);
      long begun = System.nanoTime();
      tools.listener().started(platform, i + 1, instructions.size(), instruction.summary());
      boolean wasCached = true;
      try {
        if (instruction instanceof Instruction.From from) {
          stage = begin(from);
        } else if (stages.isEmpty() && instruction instanceof Instruction.Arg arg) {
          global(arg);
        } else {
          wasCached = execute(stage, instruction);
        }
      } catch (SourceException e) {
        throw at(instruction, e.hint(), List.of(), e);
      } catch (BuildException e) {
        throw at(instruction, e.hint(), e.output(), e);
      } catch (OciException e) {
        throw at(instruction, e.hint(), List.of(), e);
      } catch (AccessDeniedException e) {
        throw unreadable(instruction, e);
      } catch (IllegalArgumentException e) {
        throw at(instruction, "", List.of(), e);
      }
      tools
          .listener()
          .done(platform, i + 1, wasCached, Duration.ofNanos(System.nanoTime() - begun));
    }
    requireLaunchable(stage);
    return stage;
  }

  /** Who runs the image must not be the first to learn that nobody knows how to launch it. */
  private void requireLaunchable(Stage stage) throws BuildException {
    for (Instruction.App declared : stage.declared.values()) {
      Application app = stage.apps.get(declared.name());
      if (app != null && app.kind() == AppKind.UNKNOWN && app.cmds().isEmpty()) {
        var problem =
            new BuildException(
                "it cannot be told how to launch application '" + app.name() + "'",
                "say it with APPCMDS "
                    + app.name()
                    + " [\"COMMAND\"], or use only files of one kind: yaml, shell, a helm chart, a kustomization");
        throw at(declared, problem.hint(), List.of(), problem);
      }
    }
  }

  /** Instructions that made a layer or ran a command now. */
  public int executed() {
    return executed;
  }

  /** Instructions that needed no work. */
  public int cached() {
    return cached;
  }

  private boolean execute(Stage stage, Instruction instruction)
      throws IOException, InterruptedException, BuildException, SourceException {
    var sources = new StageSources(context, this::tree, tools.digests(), work);
    boolean wasCached =
        new StageBuilder(stage, request, tools, sources, kubefile.escape()).execute(instruction);
    if (wasCached) {
      cached++;
    } else {
      executed++;
    }
    return wasCached;
  }

  private Stage begin(Instruction.From from) throws IOException, BuildException {
    var variables = new Variables(globals, kubefile.escape());
    String name = variables.expand(from.image());
    Platform wanted = from.platform().map(variables::expand).map(Platform::parse).orElse(platform);
    Stage earlier = stages.get(name.toLowerCase(Locale.ROOT));
    Stage stage;
    if (name.equals("scratch")) {
      stage = new Stage(wanted);
    } else if (earlier != null) {
      stage = earlier.child();
    } else {
      stage = base.inherit(name, base.image(Reference.parse(name), wanted), wanted);
    }
    stage.globals.putAll(globals);
    stage.arguments.putAll(predefined());
    // A stage is found by its number too, as in Dockerfiles.
    stages.put(String.valueOf(count++), stage);
    from.name().ifPresent(alias -> stages.put(alias, stage));
    return stage;
  }

  private void global(Instruction.Arg arg) {
    for (Instruction.Arg.Variable variable : arg.variables()) {
      String given = request.buildArgs().get(variable.name());
      String value =
          variable.value().map(v -> new Variables(globals, kubefile.escape()).expand(v)).orElse("");
      globals.put(variable.name(), given == null ? value : given);
    }
  }

  private Map<String, String> predefined() {
    return Map.of(
        "TARGETPLATFORM",
        platform.toString(),
        "TARGETOS",
        platform.os(),
        "TARGETARCH",
        platform.architecture(),
        "ARCH",
        platform.architecture());
  }

  /** The files of another stage or image, for COPY --from. */
  private BuildContext tree(String name) throws IOException, BuildException {
    Stage other = stages.get(name.toLowerCase(Locale.ROOT));
    if (other == null) {
      other = base.inherit(name, base.image(Reference.parse(name), platform), platform);
    }
    return BuildContext.ofTree(snapshots.flat(other.layers()));
  }

  /** Of the context: what else cannot be read is no mistake of the Kubefile. */
  private BuildException unreadable(Instruction instruction, AccessDeniedException e)
      throws AccessDeniedException {
    Path file = Path.of(e.getFile());
    if (!file.startsWith(context.root())) {
      throw e;
    }
    SourceException told = BuildContext.unreadable(context.root().relativize(file).toString());
    return at(instruction, told.hint(), List.of(), told);
  }

  private BuildException at(
      Instruction instruction, String hint, List<String> output, Exception cause) {
    Path file = request.kubefile().getFileName();
    String where =
        "%s:%d: %s".formatted(file, instruction.at().line(), shortened(instruction.summary()));
    return new BuildException(where + ": " + cause.getMessage(), hint, output, cause);
  }

  private static String shortened(String text) {
    return text.length() <= 70 ? text : text.substring(0, 67) + "...";
  }
}
