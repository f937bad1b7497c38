package io.sealer.build.kubefile;

/** A place in a text; line and column count from 1. */
public record Position(int line, int column) {
  @Override
  public String toString() {
    return line + ":" + column;
  }
}
