package io.sealer.build.kubefile;

import io.sealer.oci.text.Nearest;
import io.sealer.oci.text.VersionRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns statements into instructions; a statement with problems becomes none. */
final class Parser {
  private static final List<String> KEYWORDS =
      List.of(
          "FROM",
          "ARG",
          "ENV",
          "LABEL",
          "MAINTAINER",
          "COPY",
          "ADD",
          "RUN",
          "APP",
          "APPCMDS",
          "APPENV",
          "CNI",
          "CSI",
          "LAUNCH",
          "CMDS",
          "CMD",
          "KUBEVERSION");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern APP_NAME = Pattern.compile("[a-z0-9]([a-z0-9._-]*[a-z0-9])?");
  private static final Pattern APP_SOURCE = Pattern.compile("(local|https?)://.+");

  private final char escape;
  private final List<Problem> problems;

  Parser(char escape, List<Problem> problems) {
    this.escape = escape;
    this.problems = problems;
  }

  Optional<Instruction> parse(Statement statement) {
    int before = problems.size();
    Optional<Instruction> instruction =
        switch (statement.keyword().toUpperCase(Locale.ROOT)) {
          case "FROM" -> Optional.of(from(statement));
          case "ARG" -> Optional.of(arg(statement));
          case "ENV" ->
              Optional.of(
                  new Instruction.Env(
                      statement.keywordAt(),
                      statement.text(),
                      pairs(statement, words(statement), true)));
          case "LABEL" ->
              Optional.of(
                  new Instruction.Label(
                      statement.keywordAt(),
                      statement.text(),
                      pairs(statement, words(statement), true)));
          case "MAINTAINER" ->
              Optional.of(
                  new Instruction.Maintainer(
                      statement.keywordAt(), statement.text(), required(statement, "a name")));
          case "COPY" -> new CopyParser(statement, words(statement), problems, false).parse();
          case "ADD" -> new CopyParser(statement, words(statement), problems, true).parse();
          case "RUN" -> Optional.of(run(statement));
          case "APP" -> app(statement, Instruction.App.Role.APP);
          case "CNI" -> app(statement, Instruction.App.Role.CNI);
          case "CSI" -> app(statement, Instruction.App.Role.CSI);
          case "APPCMDS" -> appCmds(statement);
          case "APPENV" -> appEnv(statement);
          case "LAUNCH" ->
              Optional.of(
                  new Instruction.Launch(
                      statement.keywordAt(), statement.text(), list(statement, 0)));
          case "CMDS" ->
              Optional.of(
                  new Instruction.Cmds(
                      statement.keywordAt(),
                      statement.text(),
                      array(statement, statement.arguments(), 0)));
          case "CMD" ->
              Optional.of(
                  new Instruction.Cmd(statement.keywordAt(), statement.text(), cmd(statement)));
          case "KUBEVERSION" ->
              Optional.of(
                  new Instruction.KubeVersion(
                      statement.keywordAt(), statement.text(), kubeVersion(statement)));
          default -> unknown(statement);
        };
    return problems.size() == before ? instruction : Optional.empty();
  }

  private Optional<Instruction> unknown(Statement statement) {
    String hint =
        Nearest.to(statement.keyword(), KEYWORDS)
            .map(word -> "did you mean " + word + "?")
            .orElse("there are " + String.join(", ", KEYWORDS));
    problem(statement.keywordAt(), "unknown instruction '" + statement.keyword() + "'", hint);
    return Optional.empty();
  }

  private Instruction from(Statement statement) {
    var words = words(statement);
    var flags = new Flags(statement, words, problems, List.of("platform"));
    List<Word> rest = flags.rest();
    Optional<String> name = Optional.empty();
    if (rest.size() == 3 && rest.get(1).text().equalsIgnoreCase("AS")) {
      name = Optional.of(rest.get(2).text().toLowerCase(Locale.ROOT));
    } else if (rest.size() != 1) {
      problem(
          statement.at(0),
          "FROM takes an image, and a name for the stage after AS",
          "write FROM IMAGE or FROM IMAGE AS NAME");
    }
    flags
        .value("platform")
        .filter(platform -> !Values.isPlatform(platform))
        .ifPresent(
            platform ->
                problem(
                    flags.at("platform"),
                    "'" + platform + "' is not a platform",
                    "write OS/ARCH such as linux/amd64"));
    return new Instruction.From(
        statement.keywordAt(),
        statement.text(),
        flags.value("platform"),
        rest.isEmpty() ? "" : rest.getFirst().text(),
        name);
  }

  private Instruction arg(Statement statement) {
    var variables = new ArrayList<Instruction.Arg.Variable>();
    for (Word word : words(statement)) {
      int equals = word.text().indexOf('=');
      String name = equals < 0 ? word.text() : word.text().substring(0, equals);
      checkName(statement, word, name);
      variables.add(
          new Instruction.Arg.Variable(
              name,
              equals < 0 ? Optional.empty() : Optional.of(word.text().substring(equals + 1))));
    }
    needs(statement, !variables.isEmpty(), "a name");
    return new Instruction.Arg(statement.keywordAt(), statement.text(), variables);
  }

  private List<Instruction.Pair> pairs(Statement statement, List<Word> words, boolean blankForm) {
    needs(statement, !words.isEmpty(), "K=V");
    var pairs = new ArrayList<Instruction.Pair>();
    if (blankForm && words.size() >= 2 && !words.getFirst().text().contains("=")) {
      String rest = words.stream().skip(1).map(Word::text).collect(Collectors.joining(" "));
      return List.of(new Instruction.Pair(words.getFirst().text(), rest));
    }
    for (Word word : words) {
      int equals = word.text().indexOf('=');
      if (equals <= 0) {
        problem(
            statement.at(word.offset()),
            "'" + word.text() + "' is not K=V",
            "write NAME=VALUE; quote values that have blanks");
      } else {
        pairs.add(
            new Instruction.Pair(
                word.text().substring(0, equals), word.text().substring(equals + 1)));
      }
    }
    return pairs;
  }

  private Instruction run(Statement statement) {
    var flags = new Flags(statement, words(statement), problems, List.of("network"));
    needs(statement, !flags.rest().isEmpty(), "a command");
    flags
        .value("network")
        .filter(n -> !n.equals("none") && !n.equals("default"))
        .ifPresent(
            n ->
                problem(
                    flags.at("network"), "--network takes none or default, got '" + n + "'", ""));
    String command =
        flags.rest().isEmpty()
            ? ""
            : statement.arguments().substring(flags.rest().getFirst().offset());
    return new Instruction.Run(
        statement.keywordAt(),
        statement.text(),
        flags.value("network"),
        script(statement, command));
  }

  private static String script(Statement statement, String command) {
    if (statement.documents().isEmpty()) {
      return Words.jsonArray(command)
          .map(argv -> argv.stream().map(Parser::quote).collect(Collectors.joining(" ")))
          .orElse(command);
    }
    // "RUN <<EOF" is a script of its own; "RUN python3 <<EOF" feeds one to a command, which the
    // shell does itself.
    var first = statement.documents().getFirst();
    if (command.matches("<<-?['\"]?" + first.name() + "['\"]?")) {
      return first.content();
    }
    return statement.documents().stream()
        .map(d -> d.content() + d.name() + "\n")
        .collect(Collectors.joining("", command + "\n", ""));
  }

  private static String quote(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private Optional<Instruction> app(Statement statement, Instruction.App.Role role) {
    List<Word> words = words(statement);
    if (words.size() < 2) {
      problem(
          statement.at(0),
          role + " takes a name and one or more sources",
          "write " + role + " NAME local://PATH");
      return Optional.empty();
    }
    checkAppName(statement, words.getFirst());
    for (Word source : words.subList(1, words.size())) {
      if (!APP_SOURCE.matcher(source.text()).matches()) {
        problem(
            statement.at(source.offset()),
            "'" + source.text() + "' is not a source of an application",
            "write local://PATH (in the build context), http://… or https://…");
      }
    }
    return Optional.of(
        new Instruction.App(
            statement.keywordAt(),
            statement.text(),
            role,
            words.getFirst().text(),
            words.stream().skip(1).map(Word::text).toList()));
  }

  private Optional<Instruction> appCmds(Statement statement) {
    List<Word> words = words(statement);
    if (words.size() < 2) {
      problem(
          statement.at(0), "APPCMDS takes a name and commands", "write APPCMDS NAME [\"COMMAND\"]");
      return Optional.empty();
    }
    int offset = words.get(1).offset();
    checkAppName(statement, words.getFirst());
    List<String> cmds = array(statement, statement.arguments().substring(offset), offset);
    return Optional.of(
        new Instruction.AppCmds(
            statement.keywordAt(), statement.text(), words.getFirst().text(), cmds));
  }

  private Optional<Instruction> appEnv(Statement statement) {
    List<Word> words = words(statement);
    if (words.size() < 2) {
      problem(statement.at(0), "APPENV takes a name and K=V", "write APPENV NAME K=V");
      return Optional.empty();
    }
    checkAppName(statement, words.getFirst());
    List<Instruction.Pair> pairs = pairs(statement, words.subList(1, words.size()), false);
    return Optional.of(
        new Instruction.AppEnv(
            statement.keywordAt(), statement.text(), words.getFirst().text(), pairs));
  }

  /** A JSON array, or words. */
  private List<String> list(Statement statement, int offset) {
    if (statement.arguments().startsWith("[")) {
      return array(statement, statement.arguments(), offset);
    }
    needs(statement, !statement.arguments().isEmpty(), "names of applications");
    return words(statement).stream().map(Word::text).toList();
  }

  private List<String> array(Statement statement, String text, int offset) {
    Optional<List<String>> array = Words.jsonArray(text);
    if (array.isEmpty() || array.get().isEmpty()) {
      problem(
          statement.at(offset),
          "expected a JSON array of strings",
          "write " + statement.keyword() + " … [\"…\", \"…\"] with double quotes");
    }
    return array.orElse(List.of());
  }

  /** The JSON form is one command and its arguments, as in Dockerfiles. */
  private String cmd(Statement statement) {
    String text = required(statement, "a command");
    return Words.jsonArray(text)
        .map(words -> words.stream().map(Parser::quoteIfNeeded).collect(Collectors.joining(" ")))
        .orElse(text);
  }

  private static String quoteIfNeeded(String word) {
    return word.matches("[A-Za-z0-9_./:=@%+,-]+") ? word : quote(word);
  }

  private String kubeVersion(Statement statement) {
    String range = required(statement, "a version range such as >=1.20 <1.24");
    if (range.isEmpty() || range.indexOf('$') >= 0) {
      return range;
    }
    try {
      VersionRange.parse(Values.unquoted(range));
    } catch (IllegalArgumentException e) {
      problem(
          statement.at(0),
          String.valueOf(e.getMessage()),
          "write comparisons such as >=1.20 <1.24, 1.20.x, ~1.20.2, ^1.20 or 1.20 - 1.24");
    }
    return range;
  }

  private String required(Statement statement, String what) {
    needs(statement, !statement.arguments().isEmpty(), what);
    return statement.arguments();
  }

  private void needs(Statement statement, boolean there, String what) {
    if (!there) {
      problem(statement.at(0), statement.keyword().toUpperCase(Locale.ROOT) + " needs " + what, "");
    }
  }

  private void checkName(Statement statement, Word word, String name) {
    if (!NAME.matcher(name).matches()) {
      problem(
          statement.at(word.offset()),
          "'" + name + "' is not a variable's name",
          "letters, digits and _ only");
    }
  }

  private void checkAppName(Statement statement, Word word) {
    if (!APP_NAME.matcher(word.text()).matches()) {
      problem(
          statement.at(word.offset()),
          "'" + word.text() + "' is not an application's name",
          "lower-case letters, digits, '-', '.' and '_' only");
    }
  }

  private List<Word> words(Statement statement) {
    return Words.split(statement.arguments(), escape);
  }

  private void problem(Position at, String message, String hint) {
    problems.add(new Problem(at, message, hint));
  }
}
