package io.sealer.build.discovery;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Kustomizations that build on each other: which names an image of a file gets. Each kustomization
 * that no other one takes is one that may be applied. Not thread-safe.
 */
final class Kustomizations {
  private final Map<String, Kustomization> byDirectory = new LinkedHashMap<>();

  void add(Kustomization kustomization) {
    byDirectory.put(kustomization.directory(), kustomization);
  }

  /** The names, one for each kustomization that takes the file; the name itself when none does. */
  Set<String> names(String file, String image) {
    var names = new LinkedHashSet<String>();
    var known = new HashMap<String, Set<String>>();
    for (Kustomization root : roots()) {
      names.addAll(names(root, file, image, known));
    }
    return names.isEmpty() ? Set.of(image) : names;
  }

  private List<Kustomization> roots() {
    var taken = new HashSet<String>();
    for (Kustomization one : byDirectory.values()) {
      taken.addAll(one.resources());
      taken.addAll(one.components());
    }
    return byDirectory.values().stream().filter(k -> !taken.contains(k.directory())).toList();
  }

  private Set<String> names(
      Kustomization at, String file, String image, Map<String, Set<String>> known) {
    Set<String> before = known.get(at.directory());
    if (before != null) {
      return before;
    }
    // Against circles, which kustomize refuses.
    known.put(at.directory(), Set.of());
    var names = new LinkedHashSet<String>();
    if (at.resources().contains(file) || isOwn(at, file)) {
      names.add(image);
    }
    for (String taken : at.resources()) {
      directory(taken).ifPresent(k -> names.addAll(names(k, file, image, known)));
    }
    for (String component : at.components()) {
      directory(component).ifPresent(k -> names.addAll(names(k, file, image, known)));
    }
    Set<String> result = names;
    for (String component : at.components()) {
      Optional<Kustomization> changing = directory(component);
      result = changing.isPresent() ? changed(changing.get(), result) : result;
    }
    result = changed(at, result);
    known.put(at.directory(), result);
    return result;
  }

  /** The file of the kustomization itself, because of its patches. */
  private static boolean isOwn(Kustomization at, String file) {
    return Kustomization.isOne(file)
        && file.substring(0, Math.max(0, file.lastIndexOf('/'))).equals(at.directory());
  }

  private Optional<Kustomization> directory(String path) {
    return Optional.ofNullable(byDirectory.get(path));
  }

  private static Set<String> changed(Kustomization by, Set<String> names) {
    var changed = new LinkedHashSet<String>();
    for (String name : names) {
      String now = name;
      for (Kustomization.Change change : by.changes()) {
        now = change.apply(now);
      }
      changed.add(now);
    }
    return changed;
  }
}
