package io.sealer.run.clusterfile;

import java.util.List;
import java.util.stream.Collectors;

/** A Clusterfile cannot be used; says everything that is wrong with it at once. */
public final class ClusterfileException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient List<Problem> problems;

  ClusterfileException(String file, List<Problem> problems) {
    super(
        problems.stream()
            .sorted()
            .map(p -> file + ":" + p)
            .collect(Collectors.joining(System.lineSeparator())));
    this.problems = problems.stream().sorted().toList();
  }

  /** All of them, in the order of the file. */
  public List<Problem> problems() {
    return problems;
  }
}
