package io.sealer.run.template;

/** A template cannot be understood or rendered. */
public final class TemplateException extends Exception {
  private static final long serialVersionUID = 1L;
  private final int line;
  private final String problem;

  TemplateException(String name, int line, String problem) {
    super(name + ":" + line + ": " + problem);
    this.line = line;
    this.problem = problem;
  }

  /** Line in the template, from 1. */
  public int line() {
    return line;
  }

  /** What is wrong, without the place. */
  public String problem() {
    return problem;
  }
}
