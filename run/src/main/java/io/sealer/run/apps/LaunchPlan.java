package io.sealer.run.apps;

import io.sealer.oci.image.AppKind;
import io.sealer.oci.image.Application;
import io.sealer.oci.image.Extension;
import io.sealer.run.apps.Launch.Method;
import io.sealer.run.clusterfile.ApplicationObject;
import io.sealer.run.clusterfile.ApplicationObject.AppConfig;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.env.Variables;
import io.sealer.run.state.AppImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decides what is launched (sealer-reference, 3.5): commands of the Clusterfile, else applications
 * named there, else what the image says; an application's commands are those of its configuration,
 * else APPCMDS, else the usual ones of its kind. Problems are collected, not thrown. Charts come
 * without their files.
 */
public final class LaunchPlan {
  /** What raw commands of the cluster's own image are called. */
  public static final String COMMANDS = "commands";

  private final Extension image;
  private final Clusterfile file;
  private final String raw;
  private final List<Launch> launches = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private LaunchPlan(Extension image, Clusterfile file, String raw) {
    this.image = image;
    this.file = file;
    this.raw = raw;
  }

  /** What a cluster's image and a Clusterfile together launch. */
  public static LaunchPlan of(Extension image, Clusterfile file) {
    return of(image, file, COMMANDS);
  }

  /** What an application image and a Clusterfile together launch. */
  public static LaunchPlan ofAppImage(Extension image, Clusterfile file, AppImage app) {
    return of(image, file, commandsOf(app));
  }

  /** What raw commands of an application image are called: a cluster may have several. */
  static String commandsOf(AppImage app) {
    return COMMANDS + "-" + app.key();
  }

  private static LaunchPlan of(Extension image, Clusterfile file, String raw) {
    var plan = new LaunchPlan(image, file, raw);
    plan.decide();
    return plan;
  }

  /** In the order in which they are launched. */
  public List<Launch> launches() {
    return List.copyOf(launches);
  }

  /** Why it cannot be launched like this; empty when it can. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  private void decide() {
    Cluster cluster = file.cluster();
    List<String> commands =
        cluster.cmd().isEmpty()
            ? file.application().map(ApplicationObject::cmds).orElse(List.of())
            : cluster.cmd();
    Optional<List<String>> named =
        cluster.appNames().or(() -> file.application().flatMap(ApplicationObject::launchApps));
    if (!commands.isEmpty()) {
      raw(commands);
    } else if (named.isPresent()) {
      named.get().forEach(this::application);
    } else if (!image.launch().cmds().isEmpty()) {
      raw(image.launch().cmds());
    } else {
      image.launch().apps().forEach(this::application);
    }
    configs().keySet().stream()
        .filter(name -> find(name).isEmpty() && launches.stream().noneMatch(l -> isRaw(l, name)))
        .forEach(this::unknown);
  }

  private boolean isRaw(Launch launch, String name) {
    return name.equals(raw) && launch.name().equals(raw);
  }

  private void raw(List<String> commands) {
    Optional<AppConfig> config = Optional.ofNullable(configs().get(raw));
    config
        .filter(c -> !c.cmds().isEmpty() || !c.files().isEmpty() || !c.env().isEmpty())
        .ifPresent(
            _ ->
                problems.add(
                    "configuration '%s' is of raw commands and can have delete.cmds only"
                        .formatted(raw)));
    List<String> removal = config.map(AppConfig::removal).orElse(List.of());
    var method = new Method.Commands(commands);
    var env = new Variables(image, file.cluster()).ofCommands();
    launches.add(new Launch(raw, COMMANDS, method, env, removal, "", ""));
  }

  private void application(String name) {
    Optional<Application> found = find(name);
    if (found.isEmpty()) {
      unknown(name);
      return;
    }
    Application app = found.get();
    Optional<AppConfig> config = Optional.ofNullable(configs().get(name));
    List<String> own = config.map(AppConfig::cmds).orElse(List.of());
    List<String> commands = own.isEmpty() ? app.cmds() : own;
    Method method = commands.isEmpty() ? usual(app) : new Method.Commands(commands);
    String kind = app.kind() == AppKind.UNKNOWN ? COMMANDS : app.kind().text();
    List<String> removal = config.map(AppConfig::removal).orElse(List.of());
    var env = new Variables(image, file.cluster()).of(app, config);
    launches.add(new Launch(name, kind, method, env, removal, "", ""));
  }

  private Method usual(Application app) {
    String directory = app.directory();
    List<String> files = files(app).stream().map(f -> directory + "/" + f).toList();
    return switch (app.kind()) {
      case KUBE -> new Method.Manifests(files);
      case SHELL -> new Method.Commands(files.stream().map(f -> "bash " + quote(f)).toList());
      case KUSTOMIZE -> new Method.Kustomization(directory);
      case HELM -> new Method.Chart(new TreeMap<>(), Path.of(""));
      case UNKNOWN -> {
        problems.add(
            "application %s has neither commands nor files of a known kind".formatted(app.name()));
        yield new Method.Commands(List.of());
      }
    };
  }

  /** Templates are launched under the names that they are rendered to. */
  private static List<String> files(Application app) {
    return app.files().stream().map(f -> f.replaceFirst("\\.tmpl$", "")).distinct().toList();
  }

  private Map<String, AppConfig> configs() {
    var configs = new LinkedHashMap<String, AppConfig>();
    file.application().stream()
        .flatMap(a -> a.configs().stream())
        .forEach(c -> configs.put(c.name(), c));
    return configs;
  }

  private Optional<Application> find(String name) {
    return image.applications().stream().filter(a -> a.name().equals(name)).findFirst();
  }

  private void unknown(String name) {
    List<String> known = image.applications().stream().map(Application::name).toList();
    problems.add("application '%s' is not in the image, which has %s".formatted(name, known));
  }

  private static String quote(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
