package io.sealer.run.apps;

import io.sealer.oci.image.AppKind;
import io.sealer.oci.image.Application;
import io.sealer.oci.image.Extension;
import io.sealer.run.clusterfile.ApplicationObject;
import io.sealer.run.clusterfile.ApplicationObject.AppConfig;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.Clusterfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what is launched (sealer-reference, 3.5): commands of the Clusterfile, else applications
 * named there, else what the image says; an application's commands are those of its configuration,
 * else APPCMDS, else the usual ones of its kind. Problems are collected, not thrown.
 */
public final class LaunchPlan {
  private final Extension image;
  private final Clusterfile file;
  private final List<Launch> launches = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private LaunchPlan(Extension image, Clusterfile file) {
    this.image = image;
    this.file = file;
  }

  /** What an image and a Clusterfile together launch. */
  public static LaunchPlan of(Extension image, Clusterfile file) {
    var plan = new LaunchPlan(image, file);
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
    configs().keySet().stream().filter(name -> find(name).isEmpty()).forEach(this::unknown);
  }

  private void raw(List<String> commands) {
    launches.add(new Launch("commands", "commands", commands, List.of(), env(Map.of(), Map.of())));
  }

  private void application(String name) {
    Optional<Application> found = find(name);
    if (found.isEmpty()) {
      unknown(name);
      return;
    }
    Application app = found.get();
    Optional<AppConfig> config = Optional.ofNullable(configs().get(name));
    config
        .filter(c -> !c.files().isEmpty())
        .ifPresent(
            c ->
                problems.add(
                    "application "
                        + name
                        + ": files in its configuration cannot be changed yet; use a Config"));
    List<String> own = config.map(AppConfig::cmds).orElse(List.of());
    List<String> commands = !own.isEmpty() ? own : !app.cmds().isEmpty() ? app.cmds() : usual(app);
    boolean plain = own.isEmpty() && app.cmds().isEmpty() && app.kind() == AppKind.KUBE;
    List<String> objects =
        plain ? app.files().stream().map(f -> app.directory() + "/" + f).toList() : List.of();
    Map<String, String> env = env(app.env(), config.map(AppConfig::env).orElse(Map.of()));
    String kind = app.kind() == AppKind.UNKNOWN ? "commands" : app.kind().text();
    launches.add(new Launch(name, kind, commands, objects, env));
  }

  private List<String> usual(Application app) {
    String directory = app.directory();
    return switch (app.kind()) {
      case KUBE ->
          app.files().stream().map(f -> "kubectl apply -f " + quote(directory + "/" + f)).toList();
      case SHELL -> app.files().stream().map(f -> "bash " + quote(directory + "/" + f)).toList();
      case KUSTOMIZE -> List.of("kubectl apply -k " + quote(directory));
      case HELM -> {
        problems.add(
            "application %s is a helm chart, which cannot be launched yet; give it commands with APPCMDS"
                .formatted(app.name()));
        yield List.of();
      }
      case UNKNOWN -> {
        problems.add(
            "application %s has neither commands nor files of a known kind".formatted(app.name()));
        yield List.of();
      }
    };
  }

  /** Image, then application, then cluster, then the application's configuration. */
  private Map<String, String> env(Map<String, String> app, Map<String, String> config) {
    var env = new LinkedHashMap<>(image.env());
    env.putAll(app);
    env.putAll(file.cluster().env());
    env.putAll(config);
    return env;
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
