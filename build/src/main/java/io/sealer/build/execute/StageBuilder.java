package io.sealer.build.execute;

import io.sealer.build.context.Entry;
import io.sealer.build.context.FileDigests;
import io.sealer.build.context.SourceException;
import io.sealer.build.job.BuildException;
import io.sealer.build.job.BuildListener;
import io.sealer.build.job.BuildRequest;
import io.sealer.build.kubefile.Instruction;
import io.sealer.build.kubefile.Instruction.Copy.Document;
import io.sealer.build.kubefile.Variables;
import io.sealer.oci.Digest;
import io.sealer.oci.ImageConfig.History;
import io.sealer.oci.image.AppKind;
import io.sealer.oci.image.Application;
import io.sealer.oci.layer.Layer;
import io.sealer.oci.store.ImageStore;
import io.sealer.oci.text.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Carries out the instructions of one stage after its FROM, each from the cache if its result is
 * known. Not thread-safe.
 */
public final class StageBuilder {
  /** Label that KUBEVERSION sets. */
  static final String KUBE_VERSION_LABEL = "app.alpha.sealer.io/supported-kube-version";

  private static final String NETWORK_LABEL = "cluster.alpha.sealer.io/kube-cni-";
  private static final String STORAGE_LABEL = "cluster.alpha.sealer.io/kube-csi-";

  private final Stage stage;
  private final BuildRequest request;
  private final Tools tools;
  private final Sources sources;
  private final char escape;
  private boolean cached;

  StageBuilder(Stage stage, BuildRequest request, Tools tools, Sources sources, char escape) {
    this.stage = stage;
    this.request = request;
    this.tools = tools;
    this.sources = sources;
    this.escape = escape;
  }

  /** Carries out one instruction; true when its result came from the cache or it needed no work. */
  boolean execute(Instruction instruction)
      throws IOException, InterruptedException, BuildException, SourceException {
    cached = true;
    int layers = stage.layers.size();
    switch (instruction) {
      case Instruction.From from ->
          throw new IllegalStateException(
              "FROM begins a stage and is not part of it: " + from.text());
      case Instruction.Arg arg -> arg(arg);
      case Instruction.Env env ->
          env.pairs().forEach(pair -> stage.env.put(expand(pair.key()), expand(pair.value())));
      case Instruction.Label label ->
          label.pairs().forEach(pair -> stage.labels.put(expand(pair.key()), expand(pair.value())));
      case Instruction.Maintainer maintainer ->
          stage.labels.put("org.opencontainers.image.authors", expand(maintainer.name()));
      case Instruction.Copy copy -> copy(copy);
      case Instruction.Run run -> run(run);
      case Instruction.App app -> app(app);
      case Instruction.AppCmds cmds ->
          stage.apps.put(cmds.name(), withCmds(required(cmds.name()), cmds.cmds()));
      case Instruction.AppEnv env ->
          stage.apps.put(env.name(), withEnv(required(env.name()), env.pairs()));
      case Instruction.Launch launch -> launch(launch);
      case Instruction.Cmds cmds -> cmds.cmds().forEach(stage.cmds::add);
      case Instruction.Cmd cmd -> stage.cmds.add(cmd.cmd());
      case Instruction.KubeVersion version ->
          stage.labels.put(KUBE_VERSION_LABEL, expand(version.constraint()));
    }
    boolean empty = stage.layers.size() == layers;
    stage.history.add(
        new History(Optional.of(request.options().created()), instruction.summary(), empty));
    return cached;
  }

  private void arg(Instruction.Arg arg) {
    for (Instruction.Arg.Variable variable : arg.variables()) {
      String given = request.buildArgs().get(variable.name());
      String value =
          given != null
              ? given
              : variable.value().map(this::expand).orElse(inherited(variable.name()));
      stage.arguments.put(variable.name(), value);
    }
  }

  /** An ARG without a default in a stage takes the one before the first FROM. */
  private String inherited(String name) {
    return stage.arguments.getOrDefault(name, stage.globals.getOrDefault(name, ""));
  }

  private void copy(Instruction.Copy copy) throws IOException, BuildException, SourceException {
    Lower lower = Lower.of(tools.index(), stage.layers);
    Map<String, Entry> files =
        sources.of(
            new Wanted(
                copy.from().map(this::expand),
                copy.sources().stream().map(this::expand).toList(),
                copy.documents().stream().map(this::expanded).toList(),
                expand(copy.target()),
                copy.checksum().map(this::expand),
                copy.unpacks(),
                lower));
    Optional<String> chmod = copy.chmod().map(this::expand);
    layer("copy " + chmod.orElse(""), files, lower, mode(chmod), Optional.empty());
  }

  private Document expanded(Document document) {
    if (!document.expands()) {
      return document;
    }
    String content =
        new Variables(stage.variables(), escape).keepingQuotes().expand(document.content());
    return new Document(document.name(), content, false);
  }

  private static OptionalInt mode(Optional<String> chmod) throws SourceException {
    if (chmod.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(Integer.parseInt(chmod.get(), 8) & 07777);
    } catch (NumberFormatException e) {
      throw new SourceException(
          "--chmod takes octal digits such as 755, got '" + chmod.get() + "'", "");
    }
  }

  private void layer(
      String what,
      Map<String, Entry> placed,
      Lower lower,
      OptionalInt mode,
      Optional<String> replaced)
      throws IOException, SourceException {
    Map<String, Entry> files = lower.place(placed);
    var key =
        new Key().add(stage.key.toString()).add(what + replaced.map(" over "::concat).orElse(""));
    for (Entry entry : files.values()) {
      key.add(entry.path()).add(entry.kind() + " " + Integer.toOctalString(entry.mode()));
      if (entry.kind() == Entry.Kind.FILE) {
        key.add(tools.digests().of(entry));
      } else if (entry.kind() == Entry.Kind.LINK) {
        key.add(Files.readSymbolicLink(entry.file()).toString());
      }
    }
    Digest digest = key.digest();
    Optional<Layer> known = tools.cache().find(digest);
    push(
        digest,
        known.isPresent()
            ? known.get()
            : made(
                digest,
                CopyLayer.write(tools.store(), tools.index(), lower, files, mode, replaced)));
  }

  private void run(Instruction.Run run) throws IOException, InterruptedException, BuildException {
    boolean network = request.options().network() && !run.network().equals(Optional.of("none"));
    var environment = new LinkedHashMap<>(stage.arguments);
    environment.putAll(stage.env);
    var key =
        new Key().add(stage.key.toString()).add("run").add(run.script()).add("network " + network);
    new TreeMap<>(environment).forEach((name, value) -> key.add(name).add(value));
    Digest digest = key.digest();
    Optional<Layer> known = tools.cache().find(digest);
    push(
        digest,
        known.isPresent()
            ? known.get()
            : made(digest, tools.runner().run(run, environment, stage.layers(), network)));
  }

  private Layer made(Digest key, Layer layer) throws IOException {
    cached = false;
    tools.cache().keep(key, layer);
    return layer;
  }

  private void push(Digest key, Layer layer) {
    stage.layers.add(layer);
    stage.key = key;
  }

  private void app(Instruction.App app) throws IOException, BuildException, SourceException {
    List<String> names = app.sources().stream().map(this::expand).toList();
    String directory = "application/apps/" + app.name();
    Map<String, Entry> files = sources.forApp(names, directory + "/");
    List<Entry> relative = new ArrayList<>();
    files.values().stream()
        .filter(entry -> entry.path().startsWith(directory + "/"))
        .forEach(entry -> relative.add(entry.as(entry.path().substring(directory.length() + 1))));
    AppKinds.Detected detected = AppKinds.detect(app.name(), relative);
    // An application of the same name goes, with all its files.
    Optional<String> replaced =
        stage.apps.containsKey(app.name()) ? Optional.of(directory) : Optional.empty();
    Lower lower = Lower.of(tools.index(), stage.layers);
    layer("app", files, lower, OptionalInt.empty(), replaced);
    stage.apps.put(
        app.name(),
        new Application(app.name(), detected.kind(), detected.launchFiles(), Map.of(), List.of()));
    stage.declared.put(app.name(), app);
    switch (app.role()) {
      case APP -> {}
      case CNI -> stage.labels.put(NETWORK_LABEL + app.name(), "true");
      case CSI -> stage.labels.put(STORAGE_LABEL + app.name(), "true");
    }
  }

  private static Application withCmds(Application app, List<String> cmds) {
    return new Application(app.name(), app.kind(), app.files(), app.env(), cmds);
  }

  private Application withEnv(Application app, List<Instruction.Pair> pairs) {
    var env = new LinkedHashMap<>(app.env());
    pairs.forEach(pair -> env.put(expand(pair.key()), expand(pair.value())));
    return new Application(app.name(), app.kind(), app.files(), env, app.cmds());
  }

  private void launch(Instruction.Launch launch) throws BuildException {
    List<String> words = launch.apps();
    if (words.size() > 1 && Collections.disjoint(words, stage.apps.keySet())) {
      throw new BuildException(
          "there is no application '" + words.getFirst() + "' here",
          "LAUNCH takes names of applications; write a command as CMDS [\"%s\"]"
              .formatted(String.join(" ", words)));
    }
    for (String name : launch.apps()) {
      Application app = required(name);
      if (app.kind() == AppKind.UNKNOWN && app.cmds().isEmpty()) {
        throw new BuildException(
            "it cannot be told how to launch application '" + name + "'",
            "say it with APPCMDS " + name + " [\"COMMAND\"]");
      }
      stage.launched.add(name);
    }
  }

  private Application required(String name) throws BuildException {
    Application app = stage.apps.get(name);
    if (app == null) {
      String there =
          stage.apps.isEmpty()
              ? "there is none; add APP " + name + " local://PATH"
              : Nearest.to(name, stage.apps.keySet())
                  .map(near -> "did you mean '" + near + "'?")
                  .orElse("there is " + String.join(", ", stage.apps.keySet()));
      throw new BuildException("there is no application '" + name + "' here", there);
    }
    return app;
  }

  private String expand(String word) {
    return new Variables(stage.variables(), escape).expand(word);
  }

  /** What instructions are carried out with. */
  record Tools(
      ImageStore store,
      LayerIndex index,
      StepCache cache,
      FileDigests digests,
      Runner runner,
      BuildListener listener) {}

  /**
   * What a COPY or ADD wants, variables replaced.
   *
   * @param from another image or stage to copy from
   * @param lower what is there already
   */
  record Wanted(
      Optional<String> from,
      List<String> sources,
      List<Document> documents,
      String target,
      Optional<String> checksum,
      boolean unpacks,
      Lower lower) {
    boolean several() {
      return sources.size() + documents.size() > 1;
    }
  }

  /**
   * Files of other places than the stage: the build context, other stages and images, remote
   * addresses.
   */
  interface Sources {
    Map<String, Entry> of(Wanted wanted) throws IOException, BuildException, SourceException;

    Map<String, Entry> forApp(List<String> sources, String target)
        throws IOException, BuildException, SourceException;
  }
}
