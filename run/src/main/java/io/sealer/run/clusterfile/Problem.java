package io.sealer.run.clusterfile;

/**
 * Something wrong in a Clusterfile.
 *
 * @param line from 1
 * @param column from 1
 * @param message what is wrong, and what was perhaps meant
 */
public record Problem(int line, int column, String message) implements Comparable<Problem> {
  @Override
  public int compareTo(Problem other) {
    int byLine = Integer.compare(line, other.line);
    return byLine != 0 ? byLine : Integer.compare(column, other.column);
  }

  @Override
  public String toString() {
    return line + ":" + column + ": " + message;
  }
}
