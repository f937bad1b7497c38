package io.sealer.build.kubefile;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
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

  /** More is no Kubefile. */
  public static final int MOST_BYTES = 1 << 20;

  /**
   * Reads a Kubefile as it lies on disk.
   *
   * @param file how messages call it
   * @param content UTF-8
   * @throws KubefileException with all problems found
   */
  public static Kubefile parse(String file, byte[] content) throws KubefileException {
    if (content.length > MOST_BYTES) {
      throw refused(file, new Position(1, 1), "this is larger than 1 MiB and no Kubefile", "");
    }
    ByteBuffer bytes = ByteBuffer.wrap(content);
    CharBuffer text = CharBuffer.allocate(content.length);
    if (!StandardCharsets.UTF_8.newDecoder().decode(bytes, text, true).isUnderflow()) {
      List<String> read = text.flip().toString().lines().toList();
      int last = read.isEmpty() || text.charAt(text.limit() - 1) == '\n' ? 0 : 1;
      int column = last == 0 ? 1 : read.getLast().length() + 1;
      throw refused(
          file,
          new Position(read.size() + 1 - last, column),
          "this is not UTF-8 text",
          "save the file in UTF-8");
    }
    return parse(file, text.flip().toString());
  }

  private static KubefileException refused(String file, Position at, String why, String hint) {
    return new KubefileException(file, "", List.of(new Problem(at, why, hint)));
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
