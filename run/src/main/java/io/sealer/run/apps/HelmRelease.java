package io.sealer.run.apps;

import io.sealer.helm.Helm;
import io.sealer.helm.HelmException;
import io.sealer.helm.Release;
import io.sealer.helm.ReleaseStatus;
import io.sealer.host.HostException;
import io.sealer.run.engine.Json;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.files.ImageFile;
import io.sealer.run.files.ImageFiles;
import io.sealer.run.files.OwnDirectory;
import io.sealer.run.steps.HostPaths;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;

/**
 * The release of an application that is a helm chart: named after it, in namespace default, made by
 * the engine on this machine, as {@code helm upgrade --install} does. A release that a killed run
 * left half-made is no obstacle.
 *
 * @param at the first master
 * @param name of the release
 * @param cache where the engine lies
 */
record HelmRelease(StepContext at, String name, Path cache) {
  private static final String NAMESPACE = "default";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** What is done with the engine. */
  private interface Task {
    void with(Helm helm, Path directory, Path kubeconfig)
        throws HelmException, IOException, HostException;
  }

  /** Installs or upgrades it; answers its objects. Whether they become ready is judged later. */
  List<AppObject> install(SortedMap<String, ImageFile> files)
      throws HostException, IOException, StepFailure {
    inDirectory(
        (helm, directory, kubeconfig) -> {
          Path chart = directory.resolve(name);
          ImageFiles.write(files, "", chart);
          Optional<ReleaseStatus> before = helm.status(name, NAMESPACE, kubeconfig);
          if (before.isPresent()) {
            unblock(helm, before.get(), kubeconfig);
          }
          helm.upgrade(chart, new Release(name, NAMESPACE), kubeconfig, false, PATIENCE);
        });
    return new KubeObjects(at.session()).existing(manifest(), NAMESPACE);
  }

  /** Removes it with everything it made. */
  void uninstall() throws HostException, IOException, StepFailure {
    inDirectory((helm, _, kubeconfig) -> helm.uninstall(name, NAMESPACE, kubeconfig));
  }

  /** Helm refuses to go on from where a process was killed. */
  private void unblock(Helm helm, ReleaseStatus release, Path kubeconfig)
      throws HelmException, HostException {
    boolean first = release.revision() == 1;
    if (release.state().equals("pending-install") || (first && release.state().equals("failed"))) {
      helm.uninstall(name, NAMESPACE, kubeconfig);
    } else if (release.state().startsWith("pending")) {
      String secret = "sh.helm.release.v1.%s.v%d".formatted(name, release.revision());
      new KubeObjects(at.session())
          .delete(List.of(new AppObject("v1", "Secret", NAMESPACE, secret, false)));
    }
  }

  /** What the newest release consists of, from where Helm keeps it. */
  private String manifest() throws HostException, IOException {
    List<JsonNode> secrets =
        new KubeObjects(at.session())
            .all("secrets", "-n", NAMESPACE, "-l", "owner=helm,status=deployed,name=" + name);
    Optional<String> release =
        secrets.stream()
            .max(Comparator.comparingInt(s -> version(s)))
            .map(s -> s.path("data").path("release").asString(""));
    if (release.isEmpty()) {
      return "";
    }
    byte[] packed = Base64.getDecoder().decode(Base64.getDecoder().decode(release.get()));
    var json = new ByteArrayOutputStream();
    try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      in.transferTo(json);
    }
    return Json.parse(json.toString(StandardCharsets.UTF_8)).path("manifest").asString("");
  }

  private static int version(JsonNode secret) {
    return secret.path("metadata").path("labels").path("version").asInt(0);
  }

  private void inDirectory(Task task) throws HostException, IOException, StepFailure {
    try (var own = OwnDirectory.in(cache.resolve("releases"))) {
      task.with(Helm.open(cache), own.path(), kubeconfig(own.path()));
    } catch (HelmException e) {
      throw at.failure(String.valueOf(e.getMessage()), e.hint());
    }
  }

  /** The administrator's, with the master's address instead of a name that only hosts know. */
  private Path kubeconfig(Path directory) throws HostException, IOException {
    var content = new ByteArrayOutputStream();
    at.session().get(HostPaths.ADMIN_CONF, content);
    String host = at.step().host();
    String address = host.contains(":") ? "[" + host + "]" : host;
    String text =
        content
            .toString(StandardCharsets.UTF_8)
            .replaceAll("server: https://\\S+:(\\d+)", "server: https://" + address + ":$1");
    return Files.writeString(directory.resolve("kubeconfig"), text);
  }
}
