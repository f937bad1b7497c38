package io.sealer.build.kubefile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A Kubefile as a list of instructions.
 *
 * @param instructions in the order written, at least one FROM among them
 * @param escape the escape character, {@code \} unless a directive says otherwise
 */
public record Kubefile(List<Instruction> instructions, char escape) {
  public Kubefile {
    instructions = List.copyOf(instructions);
  }

  /**
   * Reads a Kubefile.
   *
   * @param file how messages call it
   * @throws KubefileException with all problems found
   */
  public static Kubefile parse(String file, String text) throws KubefileException {
    var problems = new ArrayList<Problem>();
    var lexer = new Lexer(text, problems);
    List<Statement> statements = lexer.statements();
    var parser = new Parser(lexer.escape(), problems);
    var instructions = new ArrayList<Instruction>();
    for (Statement statement : statements) {
      parser.parse(statement).ifPresent(instructions::add);
    }
    // A FROM that could not be read is a problem of its own.
    boolean from = statements.stream().anyMatch(s -> s.keyword().equalsIgnoreCase("FROM"));
    Order.check(instructions, from && !problems.isEmpty(), problems);
    if (!problems.isEmpty()) {
      problems.sort(
          Comparator.comparingInt((Problem p) -> p.at().line())
              .thenComparingInt(p -> p.at().column()));
      throw new KubefileException(file, text, problems);
    }
    return new Kubefile(instructions, lexer.escape());
  }

  /** The instructions as text that parses to the same ones. */
  public String print() {
    var text = new StringBuilder(escape == '\\' ? "" : "# escape=" + escape + "\n");
    instructions.forEach(instruction -> text.append(Printer.print(instruction)).append('\n'));
    return text.toString();
  }
}
