package io.sealer.run.engine;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One thing to bring about on one host. A small value: carrying it out is its {@link Work}'s.
 *
 * @param id stable over runs: {@code HOST/NAME}
 * @param host address of the host it changes
 * @param action what it does, for people: {@code install containerd}
 * @param needs ids of the steps that must be done before
 * @param inputs digest or version of everything that decides its result; changes when it must run
 *     again
 * @param work how to check, run and undo it
 */
public record Step(
    String id, String host, String action, Set<String> needs, String inputs, Work work) {
  public Step {
    needs = Collections.unmodifiableSet(new LinkedHashSet<>(needs));
  }

  /** A step named on its host, which needs others given by id. */
  public static Step of(
      String host, String name, String action, Collection<String> needs, String inputs, Work work) {
    return new Step(id(host, name), host, action, Set.copyOf(needs), inputs, work);
  }

  /** The id of a step of this name on this host. */
  public static String id(String host, String name) {
    return host + "/" + name;
  }

  /** The ids of steps of one name on several hosts. */
  public static List<String> ids(Collection<String> hosts, String name) {
    return hosts.stream().map(host -> id(host, name)).toList();
  }

  /** The id without the host. */
  public String name() {
    return id.substring(id.indexOf('/') + 1);
  }
}
