package io.sealer.build.discovery;

/** What is told about a file that should be YAML and is not. */
final class BadYaml {
  private BadYaml() {}

  /** The defect that a reader met; readers are recursive and know no limit of their own. */
  static Defect in(String file, Throwable met) {
    return new Defect(
        file,
        0,
        met instanceof StackOverflowError
            ? "is nested too deeply"
            : "is not YAML: " + met.getMessage());
  }
}
