package io.sealer.e2e.harness;

import java.nio.file.Path;

/**
 * The base image and the application image, built once for all tests by the released program, the
 * way a newcomer does it.
 */
public final class Images {
  /** The base cluster image. */
  public static final String BASE = "kubernetes:" + Settings.KUBERNETES;

  /** The application on top of it. */
  public static final String APP = "hello:1.0";

  private Images() {}

  private static final class Built {
    static final Workspace WORKSPACE = build();

    private static Workspace build() {
      Workspace workspace = Workspace.create("images");
      Runtime.getRuntime().addShutdownHook(new Thread(workspace::close));
      buildBase(workspace.sealer()).succeeded();
      buildApp(workspace.sealer()).succeeded();
      return workspace;
    }
  }

  /** Where they are; may be read and copied only. */
  public static Workspace built() {
    return Built.WORKSPACE;
  }

  /** Builds the base image. */
  public static Outcome buildBase(Program sealer) {
    Path images = Settings.repository().resolve("images");
    Path context = Settings.cache().resolve("kubernetes/" + Settings.KUBERNETES + "/context");
    return sealer.run(
        "build",
        "-t",
        BASE,
        "--build-arg",
        "KUBE_VERSION=" + Settings.KUBERNETES,
        "-f",
        images.resolve("kubernetes/Kubefile").toString(),
        context.toString());
  }

  /** Builds the application image on the base image. */
  public static Outcome buildApp(Program sealer) {
    Program.of(Settings.repository().resolve("images/app/prepare").toString()).run().succeeded();
    Path context = Settings.cache().resolve("app/context");
    return sealer.run(
        "build", "-t", APP, "-f", context.resolve("Kubefile").toString(), context.toString());
  }
}
