package io.sealer.run.template;

import java.util.List;
import java.util.Optional;

/** A parsed template; {@code line} is where it begins. */
sealed interface Node {
  /** Text as it is. */
  record Text(String text) implements Node {}

  /** {@code {{ pipe }}}. */
  record Output(int line, Pipe pipe) implements Node {}

  /** {@code {{ $name := pipe }}}. */
  record Assign(String name, Pipe pipe) implements Node {}

  /** {@code {{ if pipe }} … {{ else }} … {{ end }}}; {@code with} also moves the dot. */
  record Choice(Pipe pipe, boolean with, List<Node> then, List<Node> otherwise) implements Node {}

  /** {@code {{ range $key, $value := pipe }} … {{ else }} … {{ end }}}. */
  record Range(
      Optional<String> key,
      Optional<String> value,
      Pipe pipe,
      List<Node> body,
      List<Node> otherwise)
      implements Node {}

  /** Commands, each getting the result of the one before as its last argument. */
  record Pipe(int line, List<Call> calls) {}

  /** A function or value, and its arguments. */
  record Call(Operand head, List<Operand> arguments) {}

  /** What stands in a command. */
  sealed interface Operand {
    /** A string, number or boolean. */
    record Literal(Object value) implements Operand {}

    /** A bare word: a function, else a variable. */
    record Word(String name) implements Operand {}

    /** {@code .a.b} of the dot; of the whole with {@code $} before it. */
    record Field(boolean root, List<String> path) implements Operand {}

    /** {@code $name.a.b}. */
    record Variable(String name, List<String> path) implements Operand {}

    /** {@code (pipe)}. */
    record Group(Pipe pipe) implements Operand {}
  }
}
