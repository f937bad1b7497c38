package io.sealer.build.merge;

import io.sealer.build.job.BuildException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Where images contradict each other; with {@code overwrite} the later one wins instead. */
public final class Conflicts {
  private static final int MOST_SHOWN = 20;

  private final boolean overwrite;
  private final Set<String> texts = new LinkedHashSet<>();

  /** None so far. */
  public Conflicts(boolean overwrite) {
    this.overwrite = overwrite;
  }

  /** A contradiction that the later image may win. */
  void add(String text) {
    if (!overwrite) {
      texts.add(text);
    }
  }

  /** A contradiction that nobody can win. */
  void addAlways(String text) {
    texts.add(text);
  }

  /**
   * Ends the merge when there are any.
   *
   * @throws BuildException that names them, the first of many
   */
  public void require() throws BuildException {
    if (texts.isEmpty()) {
      return;
    }
    String shown =
        texts.stream().limit(MOST_SHOWN).map(t -> "\n  " + t).collect(Collectors.joining());
    String more =
        texts.size() > MOST_SHOWN ? "\n  and " + (texts.size() - MOST_SHOWN) + " more" : "";
    throw new BuildException(
        "the images contradict each other:" + shown + more,
        "build them so that they agree, or merge with --overwrite: the later image wins");
  }
}
