package io.sealer.run.apps;

import io.sealer.run.files.ImageFile;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One thing to launch.
 *
 * @param name the application, or {@code commands} and {@code commands-IMAGE} for raw commands
 * @param kind kube, helm, shell, kustomize or commands
 * @param method how
 * @param env environment of the commands; may hold secrets
 * @param removal commands that take it away again; empty leaves that to the method
 * @param image the image that brings it, as it was asked for
 * @param content digest of what the Clusterfile changed in its files; empty for nothing
 */
public record Launch(
    String name,
    String kind,
    Method method,
    Map<String, String> env,
    List<String> removal,
    String image,
    String content) {
  public Launch {
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    removal = List.copyOf(removal);
  }

  /** Ways to launch; paths are relative to the rootfs. */
  public sealed interface Method {
    /** Shell commands, one after the other, in the rootfs on the first master. */
    record Commands(List<String> commands) implements Method {
      public Commands {
        commands = List.copyOf(commands);
      }
    }

    /** Files whose objects are applied, one after the other. */
    record Manifests(List<String> files) implements Method {
      public Manifests {
        files = List.copyOf(files);
      }
    }

    /**
     * A helm chart, installed or upgraded from this machine by the engine that is built in.
     *
     * @param files of the chart, relative to its directory
     * @param cache where the engine lies on this machine
     */
    record Chart(SortedMap<String, ImageFile> files, Path cache) implements Method {
      public Chart {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
      }

      /** Of the image's files: their own digest is that of the image. */
      @Override
      public String toString() {
        return "Chart" + files.keySet();
      }
    }

    /** A directory with a kustomization. */
    record Kustomization(String directory) implements Method {}
  }

  /** Files whose objects the launch makes, relative to the rootfs. */
  public List<String> objects() {
    return method instanceof Method.Manifests(List<String> files) ? files : List.of();
  }

  /** The same from this image, with other files. */
  public Launch of(String from, String digest) {
    return new Launch(name, kind, method, env, removal, from, digest);
  }

  /** The same by another method. */
  public Launch by(Method other) {
    return new Launch(name, kind, other, env, removal, image, content);
  }
}
