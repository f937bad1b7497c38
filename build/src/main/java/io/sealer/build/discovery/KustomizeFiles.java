package io.sealer.build.discovery;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Which files a kustomization takes, through others too. */
public final class KustomizeFiles {
  private static final int MOST = 10_000;

  private KustomizeFiles() {}

  /** Reads a file. */
  @FunctionalInterface
  public interface Texts {
    Optional<String> text(String path) throws IOException;
  }

  /** The files of the kustomization in a directory, itself and those of others included. */
  public static List<String> of(String directory, Texts texts) throws IOException {
    SequencedSet<String> seen = new LinkedHashSet<>();
    Deque<String> todo = new ArrayDeque<>(List.of(directory));
    while (!todo.isEmpty() && seen.size() < MOST) {
      String path = todo.pop();
      if (!seen.add(path)) {
        continue;
      }
      for (String name : List.of("kustomization.yaml", "kustomization.yml", "Kustomization")) {
        String file = path.isEmpty() ? name : path + "/" + name;
        Optional<String> text = texts.text(file);
        if (text.isPresent()) {
          seen.add(file);
          taken(file, text.get()).forEach(todo::add);
        }
      }
    }
    return List.copyOf(seen);
  }

  private static List<String> taken(String file, String text) {
    try {
      Kustomization read = Kustomization.read(file, text);
      return Stream.concat(read.resources().stream(), read.components().stream()).toList();
    } catch (YamlEngineException | StackOverflowError e) {
      // What is wrong with it is told when its images are looked for.
      return List.of();
    }
  }
}
