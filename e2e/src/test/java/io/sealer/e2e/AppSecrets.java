package io.sealer.e2e;

import io.sealer.e2e.harness.KubeCluster;
import io.sealer.e2e.harness.Machines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** Secrets of a cluster and its applications, and where they are looked for. */
final class AppSecrets {
  static final String ENV = "s3cr3t-of-the-env";
  static final String CONFIG = "s3cr3t-of-the-config";
  private static final String POD = "of a pod 5f0c";
  private static final String STATIC_POD = "of a static pod 7d1e";
  private static final String STATIC_TEXT = "of several lines 9a3b";
  private static final String OBJECT = "of an object 2c8f";

  private AppSecrets() {}

  /** All of them. */
  static List<String> all() {
    return List.of(ENV, CONFIG, POD, STATIC_POD, STATIC_TEXT, OBJECT, Machines.PASSWORD);
  }

  /** In a pod that never starts, in a static pod and in an object; sealer knows none of them. */
  static void makeMore(KubeCluster cluster, Machines machines) {
    cluster
        .kubectl(
            "run",
            "troubled",
            "--image=sealer.io/demo/none:1",
            "--env=DB_PASSWORD=" + POD,
            "--env=GREETING=hello")
        .succeeded();
    cluster
        .kubectl("create", "secret", "generic", "more", "--from-literal=password=" + OBJECT)
        .succeeded();
    String pod =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: static, namespace: default}
        spec:
          terminationGracePeriodSeconds: 1
          containers:
          - name: c
            image: sealer.io/demo/hello:1.0
            env:
            - name: API_TOKEN
              value: %s
            - name: GREETING
              value: hello
            - name: PASSPHRASE
              value: |
                %s
        """
            .formatted(STATIC_POD, STATIC_TEXT);
    String manifest = base64(pod);
    machines
        .on(0, "echo " + manifest + " | base64 -d > /etc/kubernetes/manifests/static.yaml")
        .succeeded();
  }

  /** As Kubernetes writes them. */
  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Logs, command lines and files that others can read, on a host, which hold this. */
  static String filesOn(Machines machines, int host, String secret) {
    // Not in this command's own words, which are on the host now.
    String hidden = base64(secret);
    String search =
        "umask 077; echo "
            + hidden
            + " | base64 -d > /root/.pattern; grep -rlsF -f /root/.pattern"
            + " /var/lib/sealer/ledger.jsonl /var/lib/sealer/node /var/log /tmp /run/log /proc/[0-9]*/cmdline;"
            + " find /var/lib/sealer /etc /usr/local -xdev -perm -o=r -type f -size -1024k"
            + " -exec grep -lsF -f /root/.pattern {} +; rm /root/.pattern";
    return machines.on(host, search).out();
  }

  /** Files that hold this and that others can read. */
  static List<Path> readableByOthers(Path root, String secret) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .filter(f -> isOpen(root, f) && contains(f, secret))
          .toList();
    }
  }

  /** Whether others can read it: the file itself and every directory above it. */
  private static boolean isOpen(Path root, Path file) {
    Path at = root;
    for (Path name : root.relativize(file)) {
      at = at.resolve(name);
      try {
        String rights = Files.getAttribute(at, "posix:permissions").toString();
        if (!rights.contains("OTHERS_READ")) {
          return false;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return true;
  }

  private static boolean contains(Path file, String secret) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains(secret);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
