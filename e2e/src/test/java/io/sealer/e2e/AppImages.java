package io.sealer.e2e;

import io.sealer.e2e.harness.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Images with applications of every kind: {@code site:1} is a cluster with manifests and a
 * kustomization; {@code chart:1}, {@code chart:2} and {@code chart:new} bring a chart and commands;
 * {@code blog:1} has an application of a name that {@code site:1} has, {@code cmds:1} only
 * commands.
 */
final class AppImages {
  private final Path directory;
  private final Program sealer;

  private AppImages(Path directory, Program sealer) {
    this.directory = directory;
    this.sealer = sealer;
  }

  /** Builds all of them, from files in this directory. */
  static void build(Path directory, Program sealer) throws IOException {
    var images = new AppImages(directory, sealer);
    images.site();
    images.charts();
    images.blog();
    images.commands();
  }

  private void site() throws IOException {
    Path site = directory.resolve("site");
    write(site, "etc/site.conf.tmpl", "{{ .GREETING }} {{ HostIP }} {{ .ZONE | default \"-\" }}\n");
    write(site, "web/web.yaml", deployment("web"));
    write(site, "web/login.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: login}\n");
    write(site, "kust/kustomization.yaml", "namePrefix: my-\nresources: [cm.yaml]\n");
    write(site, "kust/cm.yaml", configMap("kust", "a: b"));
    write(
        site,
        "Kubefile",
        """
        FROM hello:1.0
        COPY etc etc
        APP web local://web
        APP kust local://kust
        LAUNCH ["web", "kust"]
        """);
    built("site:1", site, "kube-installer");
  }

  private void charts() throws IOException {
    built("chart:1", chart("1", ">=1.19.0-0 <1.22"), "app-installer");
    built("chart:2", chart("2", ">=1.19.0-0"), "app-installer");
    built("chart:new", chart("3", ">=1.25.0-0"), "app-installer");
  }

  private void blog() throws IOException {
    Path blog = directory.resolve("blog");
    write(blog, "web/cm.yaml", configMap("blog", "a: b"));
    write(blog, "Kubefile", "FROM scratch\nAPP web local://web\nLAUNCH [\"web\"]\n");
    built("blog:1", blog, "app-installer");
  }

  /** It cannot run twice. */
  private void commands() throws IOException {
    Path context = directory.resolve("cmds");
    String command = "kubectl create configmap by-cmds --from-literal=a=b";
    write(context, "a.txt", "a");
    write(context, "Kubefile", "FROM scratch\nCOPY a.txt a.txt\nCMDS [\"" + command + "\"]\n");
    built("cmds:1", context, "app-installer");
  }

  private Path chart(String version, String kubernetes) throws IOException {
    Path context = directory.resolve("chart-" + version);
    write(
        context, "chart/Chart.yaml", "apiVersion: v2\nname: chart\nversion: 0." + version + ".0\n");
    write(context, "chart/values.yaml.tmpl", "word: {{ .WORD | default \"none\" }}\n");
    write(context, "chart/values.yaml", "word: static\n");
    write(context, "chart/templates/cm.yaml", configMap("chart", "word: {{ .Values.word }}"));
    write(context, "chart/templates/v.yaml", configMap("chart-v" + version, "a: b"));
    write(context, "raw/run.sh", "kubectl create configmap raw --from-literal=a=$WORD\n");
    write(
        context,
        "Kubefile",
        "FROM scratch\nAPP chart local://chart\nAPP raw local://raw\nKUBEVERSION "
            + kubernetes
            + "\nLAUNCH [\"chart\"]\n");
    return context;
  }

  private void built(String name, Path context, String type) {
    String file = context.resolve("Kubefile").toString();
    sealer.run("build", "-t", name, "--type", type, "-f", file, context.toString()).succeeded();
  }

  private static void write(Path root, String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String configMap(String name, String data) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "
        + name
        + "}\ndata:\n  "
        + data
        + "\n";
  }

  private static String deployment(String name) {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: NAME}
        spec:
          replicas: 1
          selector: {matchLabels: {app: NAME}}
          template:
            metadata: {labels: {app: NAME}}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
                - {name: c, image: "sealer.io/demo/hello:1.0", env: [{name: G, value: "{{ GREETING }}"}]}
        """
        .replace("NAME", name);
  }
}
