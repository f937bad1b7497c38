package io.sealer.build.kubefile;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A Kubefile cannot be understood; carries all its problems, each with its place. The message shows
 * lines and a caret.
 */
public final class KubefileException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /** All problems of one file, in the order of their places. */
  public KubefileException(String file, String text, List<Problem> problems) {
    super(render(file, text.lines().toList(), problems));
    this.problems = List.copyOf(problems);
  }

  /** The problems, in the order of their places. */
  public List<Problem> problems() {
    return problems;
  }

  private static String render(String file, List<String> lines, List<Problem> problems) {
    return problems.stream()
        .map(problem -> render(file, lines, problem))
        .collect(Collectors.joining("\n"));
  }

  private static String render(String file, List<String> lines, Problem problem) {
    Position at = problem.at();
    String where = "%s:%s: %s".formatted(file, at, problem.message());
    String hint = problem.hint().isEmpty() ? "" : "\n  hint: " + problem.hint();
    if (at.line() > lines.size()) {
      return where + hint;
    }
    String line = lines.get(at.line() - 1).replace('\t', ' ');
    return "%s\n  %s\n  %s^%s"
        .formatted(where, line, " ".repeat(Math.max(0, at.column() - 1)), hint);
  }
}
