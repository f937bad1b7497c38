package io.sealer.run.template;

import io.sealer.run.template.Node.Operand;
import io.sealer.run.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes nodes of words. */
final class Parser {
  private static final Set<String> ENDS = Set.of("end", "else");

  private final String name;
  private final List<Token> tokens;
  private int at;

  private Parser(String name, List<Token> tokens) {
    this.name = name;
    this.tokens = tokens;
  }

  static List<Node> parse(String name, String text) throws TemplateException {
    var parser = new Parser(name, Lexer.tokens(name, text));
    List<Node> nodes = parser.nodes();
    if (parser.at < parser.tokens.size()) {
      throw parser.problem(
          "{{ " + parser.tokens.get(parser.at + 1).text() + " }} has no beginning");
    }
    return nodes;
  }

  /** Until the end, or an {@code end} or {@code else}, which is left. */
  private List<Node> nodes() throws TemplateException {
    var nodes = new ArrayList<Node>();
    while (at < tokens.size()) {
      Token token = tokens.get(at);
      if (token.kind() == Kind.TEXT) {
        nodes.add(new Node.Text(token.text()));
        at++;
      } else if (atEnd()) {
        break;
      } else {
        at++;
        nodes.add(action());
      }
    }
    return nodes;
  }

  private boolean atEnd() {
    Token word = peek(1);
    return word.kind() == Kind.WORD && ENDS.contains(word.text());
  }

  private Token peek(int ahead) {
    int index = Math.min(at + ahead, tokens.size() - 1);
    return tokens.get(index);
  }

  private Node action() throws TemplateException {
    Token first = peek(0);
    if (first.is(Kind.WORD, "if") || first.is(Kind.WORD, "with")) {
      at++;
      return choice(first.text().equals("with"));
    }
    if (first.is(Kind.WORD, "range")) {
      at++;
      return range();
    }
    if (Set.of("define", "template", "block", "include", "break", "continue").contains(first.text())
        && first.kind() == Kind.WORD) {
      throw problem("'" + first.text() + "' is not supported in templates of image files");
    }
    if (first.kind() == Kind.VARIABLE && isAssignment(1)) {
      at += 2;
      Node.Pipe pipe = pipe();
      expect(Kind.CLOSE, "}}");
      return new Node.Assign(first.text(), pipe);
    }
    Node.Pipe pipe = pipe();
    expect(Kind.CLOSE, "}}");
    return new Node.Output(pipe.line(), pipe);
  }

  private boolean isAssignment(int ahead) {
    return peek(ahead).is(Kind.SIGN, ":=") || peek(ahead).is(Kind.SIGN, "=");
  }

  private Node choice(boolean with) throws TemplateException {
    int line = peek(0).line();
    Node.Pipe pipe = pipe();
    expect(Kind.CLOSE, "}}");
    List<Node> then = nodes();
    return new Node.Choice(pipe, with, then, otherwise(with ? "with" : "if", line));
  }

  /** What stands after {@code else}, up to and with {@code end}. */
  private List<Node> otherwise(String what, int line) throws TemplateException {
    if (at >= tokens.size()) {
      throw new TemplateException(name, line, "{{ " + what + " }} without {{ end }}");
    }
    at++;
    boolean end = peek(0).text().equals("end");
    at++;
    if (end) {
      expect(Kind.CLOSE, "}}");
      return List.of();
    }
    if (peek(0).is(Kind.WORD, "if") || peek(0).is(Kind.WORD, "with")) {
      boolean with = peek(0).text().equals("with");
      at++;
      return List.of(choice(with));
    }
    expect(Kind.CLOSE, "}}");
    List<Node> nodes = nodes();
    if (at >= tokens.size() || !peek(1).text().equals("end")) {
      throw new TemplateException(name, line, "{{ " + what + " }} without {{ end }}");
    }
    at += 2;
    expect(Kind.CLOSE, "}}");
    return nodes;
  }

  private Node range() throws TemplateException {
    int line = peek(0).line();
    Optional<String> key = Optional.empty();
    Optional<String> value = Optional.empty();
    if (peek(0).kind() == Kind.VARIABLE && isAssignment(1)) {
      value = Optional.of(peek(0).text());
      at += 2;
    } else if (peek(0).kind() == Kind.VARIABLE && peek(1).is(Kind.SIGN, ",")) {
      key = Optional.of(peek(0).text());
      value = Optional.of(peek(2).text());
      at += 3;
      expect(Kind.SIGN, ":=");
    }
    Node.Pipe pipe = pipe();
    expect(Kind.CLOSE, "}}");
    List<Node> body = nodes();
    return new Node.Range(key, value, pipe, body, otherwise("range", line));
  }

  private Node.Pipe pipe() throws TemplateException {
    int line = peek(0).line();
    var calls = new ArrayList<Node.Call>();
    calls.add(call());
    while (peek(0).is(Kind.SIGN, "|")) {
      at++;
      calls.add(call());
    }
    return new Node.Pipe(line, calls);
  }

  private Node.Call call() throws TemplateException {
    Operand head = operand().orElseThrow(() -> problem("a value or function is missing"));
    var arguments = new ArrayList<Operand>();
    for (Optional<Operand> next = operand(); next.isPresent(); next = operand()) {
      arguments.add(next.get());
    }
    return new Node.Call(head, arguments);
  }

  private Optional<Operand> operand() throws TemplateException {
    Token token = peek(0);
    Operand operand;
    switch (token.kind()) {
      case STRING -> operand = new Operand.Literal(token.text());
      case NUMBER -> operand = new Operand.Literal(number(token.text()));
      case WORD -> operand = word(token.text());
      case FIELD -> {
        return Optional.of(new Operand.Field(false, path()));
      }
      case VARIABLE -> {
        at++;
        List<String> path = path();
        return Optional.of(
            token.text().isEmpty()
                ? new Operand.Field(true, path)
                : new Operand.Variable(token.text(), path));
      }
      case SIGN -> {
        return group(token);
      }
      default -> {
        return Optional.empty();
      }
    }
    at++;
    return Optional.of(operand);
  }

  private Optional<Operand> group(Token token) throws TemplateException {
    if (!token.text().equals("(")) {
      return Optional.empty();
    }
    at++;
    Node.Pipe pipe = pipe();
    expect(Kind.SIGN, ")");
    return Optional.of(new Operand.Group(pipe));
  }

  private List<String> path() {
    var path = new ArrayList<String>();
    while (at < tokens.size() && peek(0).kind() == Kind.FIELD) {
      String field = peek(0).text();
      at++;
      if (!field.isEmpty()) {
        path.add(field);
      }
    }
    return path;
  }

  private static Operand word(String text) {
    return switch (text) {
      case "true" -> new Operand.Literal(true);
      case "false" -> new Operand.Literal(false);
      default -> new Operand.Word(text);
    };
  }

  private static Object number(String text) {
    return text.contains(".") ? (Object) Double.valueOf(text) : (Object) Long.valueOf(text);
  }

  private void expect(Kind kind, String text) throws TemplateException {
    if (!peek(0).is(kind, text)) {
      throw problem("'" + text + "' expected, not '" + peek(0).text() + "'");
    }
    at++;
  }

  private TemplateException problem(String what) {
    return new TemplateException(name, peek(0).line(), what);
  }
}
