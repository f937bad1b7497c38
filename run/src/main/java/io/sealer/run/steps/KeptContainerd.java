package io.sealer.run.steps;

import io.sealer.host.HostException;
import io.sealer.oci.Reference;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A containerd that somebody else installed. It is kept as it is, so it must be such that the
 * image's kubelet can start pods with it, offline; else its owner is told all that is to be changed
 * before anything waits for pods that never come.
 *
 * @param rootfs where the image's files lie, whose own configuration fits its kubelet
 * @param images names of the cluster's images
 */
record KeptContainerd(String rootfs, Set<Reference> images) {
  private static final String CONFIG = "/etc/containerd/config.toml";

  /**
   * Prints what it is like, {@code KEY VALUE} a line. Version 2 quotes otherwise than version 1 and
   * calls some sections and keys otherwise.
   */
  private static final String LOOK =
      """
      cgroups() { awk '/^ *\\[/ { runc = ($0 ~ /runtimes[.]["\\047]?runc["\\047]?[.]options]/) } runc && $1 == "SystemdCgroup" { print $3 }'; }
      quoted() { sed -nE "s/^ *($1) *= *[\\"']([^\\"']*)[\\"'].*/\\2/p"; }
      systemctl -q is-active containerd || systemctl start containerd
      config=$(containerd config dump 2>/dev/null || :)
      own=$rootfs/etc/containerd.toml
      if printf '%s\\n' "$config" | grep -qE "^ *disabled_plugins *=.*[\\"'](io\\.containerd\\.grpc\\.v1\\.)?cri[\\"']"; then echo "cri off"; fi
      echo "mirrors $(printf '%s\\n' "$config" | quoted config_path | head -n 1)"
      echo "sandbox $(printf '%s\\n' "$config" | quoted 'sandbox_image|sandbox' | head -n 1)"
      echo "own-sandbox $(quoted 'sandbox_image|sandbox' <"$own" | head -n 1)"
      echo "cgroups $(printf '%s\\n' "$config" | cgroups | head -n 1)"
      echo "own-cgroups $(cgroups <"$own" | head -n 1)"
      """;

  KeptContainerd {
    images = Set.copyOf(images);
  }

  /** Something to be changed: what is wrong, and what to write. */
  private record Fault(String problem, String remedy) {}

  /** Fails when pods could not start with it. */
  void require(StepContext at) throws HostException, StepFailure {
    var said = new LinkedHashMap<String, String>();
    for (String line :
        Scripts.run(at, "look at containerd", "rootfs=$1\n" + LOOK, rootfs).lines()) {
      String[] words = line.split(" ", 2);
      said.put(words[0], words.length > 1 ? words[1].strip() : "");
    }
    List<Fault> faults = faults(said);
    if (!faults.isEmpty()) {
      throw at.failure(
          "the containerd that is installed here %s; sealer does not change its configuration"
              .formatted(String.join(", and ", faults.stream().map(Fault::problem).toList())),
          "in %s %s; then restart containerd"
              .formatted(CONFIG, String.join(", ", faults.stream().map(Fault::remedy).toList())));
    }
  }

  private List<Fault> faults(Map<String, String> said) {
    var faults = new ArrayList<Fault>();
    if (said.containsKey("cri")) {
      faults.add(new Fault("does not serve Kubernetes", "take cri out of disabled_plugins"));
      return faults; // nothing is told of a part that is off
    }
    if (!List.of(text(said, "mirrors").split(":")).contains("/etc/containerd/certs.d")) {
      faults.add(
          new Fault(
              "reads no mirrors",
              "set config_path = \"/etc/containerd/certs.d\" under"
                  + " [plugins.\"io.containerd.grpc.v1.cri\".registry] (containerd 2:"
                  + " [plugins.\"io.containerd.cri.v1.images\".registry])"));
    }
    String sandbox = text(said, "sandbox");
    String ownSandbox = text(said, "own-sandbox");
    if (!ownSandbox.isEmpty() && !sandbox.equals(ownSandbox) && !isThere(sandbox)) {
      faults.add(
          new Fault(
              "starts pods with image %s, which the cluster does not have"
                  .formatted(sandbox.isEmpty() ? "of its own choice" : sandbox),
              pausing(ownSandbox)));
    }
    boolean systemd = Boolean.parseBoolean(text(said, "own-cgroups"));
    if (Boolean.parseBoolean(text(said, "cgroups")) != systemd) {
      faults.add(
          new Fault(
              "manages control groups otherwise than the kubelet of the image",
              "set SystemdCgroup = %s in the options of runtime runc".formatted(systemd)));
    }
    return faults;
  }

  private static String pausing(String image) {
    return "set sandbox_image = \"%1$s\" under [plugins.\"io.containerd.grpc.v1.cri\"] (containerd 2: sandbox = \"%1$s\" under [plugins.\"io.containerd.cri.v1.images\".pinned_images])"
        .formatted(image);
  }

  private static String text(Map<String, String> said, String key) {
    return said.getOrDefault(key, "");
  }

  private boolean isThere(String name) {
    try {
      return !name.isEmpty() && images.contains(Reference.parse(name));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
