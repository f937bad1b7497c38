package io.sealer.build.closure;

import io.sealer.build.kubefile.Instruction;
import io.sealer.build.kubefile.Kubefile;
import io.sealer.build.launch.Call.Place;
import io.sealer.build.launch.Script;
import io.sealer.oci.image.Application;
import io.sealer.oci.image.Extension.Launch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The commands of an image.
 *
 * @param launched those that run by default
 * @param others those of applications that run only when asked for
 */
public record Launchables(List<Script> launched, List<Script> others) {
  public Launchables {
    launched = List.copyOf(launched);
    others = List.copyOf(others);
  }

  /**
   * The commands with their places.
   *
   * @param file how messages call the Kubefile
   * @param env the image's environment
   */
  public static Launchables of(
      String file,
      Kubefile kubefile,
      List<Application> apps,
      Launch launch,
      Map<String, String> env) {
    var launched = new ArrayList<Script>();
    var others = new ArrayList<Script>();
    for (String cmd : launch.cmds()) {
      launched.add(new Script("", cmd, cmds(file, kubefile), env));
    }
    for (Application app : apps) {
      List<Script> target = launch.apps().contains(app.name()) ? launched : others;
      target.add(script(app, place(file, kubefile, app), env));
    }
    return new Launchables(launched, others);
  }

  private static Script script(Application app, Place at, Map<String, String> imageEnv) {
    var env = new LinkedHashMap<>(imageEnv);
    env.putAll(app.env());
    if (!app.cmds().isEmpty()) {
      return new Script(app.directory(), String.join("\n", app.cmds()), at, env);
    }
    List<String> files = app.files().stream().map(f -> quote(app.directory() + "/" + f)).toList();
    String text =
        switch (app.kind()) {
          case KUBE -> joined("kubectl apply -f ", files);
          case SHELL -> joined("bash ", files);
          case KUSTOMIZE -> "kubectl apply -k " + quote(app.directory());
          case HELM ->
              "helm upgrade --install " + quote(app.name()) + " " + quote("./" + app.directory());
          case UNKNOWN -> "";
        };
    return new Script("", text, at, env);
  }

  private static String joined(String command, List<String> files) {
    return String.join("\n", files.stream().map(command::concat).toList());
  }

  private static String quote(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private static Place place(String file, Kubefile kubefile, Application app) {
    Optional<Instruction> own =
        kubefile.instructions().reversed().stream()
            .filter(
                i ->
                    switch (i) {
                      case Instruction.AppCmds cmds -> cmds.name().equals(app.name());
                      case Instruction.App declared ->
                          app.cmds().isEmpty() && declared.name().equals(app.name());
                      default -> false;
                    })
            .findFirst();
    String how = (app.cmds().isEmpty() ? "APP " : "APPCMDS ") + app.name();
    return own.map(i -> new Place(file, i.at().line(), how))
        .orElse(new Place(file, 0, how + " of the base image"));
  }

  private static Place cmds(String file, Kubefile kubefile) {
    int line =
        kubefile.instructions().reversed().stream()
            .filter(i -> i instanceof Instruction.Cmds || i instanceof Instruction.Cmd)
            .mapToInt(i -> i.at().line())
            .findFirst()
            .orElse(0);
    return new Place(file, line, "CMDS");
  }
}
