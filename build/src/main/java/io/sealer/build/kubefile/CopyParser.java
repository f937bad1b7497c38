package io.sealer.build.kubefile;

import io.sealer.build.kubefile.Instruction.Copy.Document;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads COPY and ADD: flags, sources as words or JSON, here-documents, a target. */
final class CopyParser {
  private static final Pattern REMOTE = Pattern.compile("https?://.+");

  private final Statement statement;
  private final Flags flags;
  private final List<Problem> problems;
  private final boolean add;

  CopyParser(Statement statement, List<Word> words, List<Problem> problems, boolean add) {
    this.statement = statement;
    this.problems = problems;
    this.add = add;
    List<String> known =
        add ? List.of("chmod", "chown", "checksum") : List.of("from", "chmod", "chown", "checksum");
    this.flags = new Flags(statement, words, problems, known);
  }

  Optional<Instruction> parse() {
    check("chown", "(root|0)(:(root|0))?", "files of an image belong to root", "leave it out");
    flags
        .value("chmod")
        .filter(mode -> !Values.isMode(mode))
        .ifPresent(
            mode ->
                problem(
                    flags.at("chmod"),
                    "--chmod takes octal digits such as 755, got '" + mode + "'",
                    ""));
    flags
        .value("checksum")
        .filter(sum -> !Values.isChecksum(sum))
        .ifPresent(
            sum ->
                problem(
                    flags.at("checksum"),
                    "'" + sum + "' is not a checksum",
                    "write sha256: and 64 lower-case hex digits, as sha256sum prints them"));
    List<String> all = paths();
    if (all.size() < 2 || isDocument(all.getLast())) {
      String word = statement.keyword().toUpperCase(Locale.ROOT);
      problem(
          statement.at(0),
          word + " takes one or more sources and a target",
          "write " + word + " SOURCE TARGET");
      return Optional.empty();
    }
    List<String> paths =
        all.subList(0, all.size() - 1).stream().filter(path -> !isDocument(path)).toList();
    checkSources(paths);
    return Optional.of(
        new Instruction.Copy(
            statement.keywordAt(),
            statement.text(),
            flags.value("from"),
            flags.value("chmod"),
            flags.value("checksum"),
            paths,
            documents(),
            all.getLast(),
            add));
  }

  private List<String> paths() {
    List<Word> rest = flags.rest();
    if (rest.isEmpty()) {
      return List.of();
    }
    return Words.jsonArray(statement.arguments().substring(rest.getFirst().offset()))
        .orElseGet(() -> rest.stream().map(Word::text).toList());
  }

  /** Whether a word stands for a here-document; in a JSON array none does. */
  private boolean isDocument(String path) {
    return !statement.documents().isEmpty() && Lexer.HERE.matcher(path).matches();
  }

  private List<Document> documents() {
    return statement.documents().stream()
        .map(d -> new Document(d.name(), d.content(), d.expands()))
        .toList();
  }

  private void checkSources(List<String> sources) {
    boolean remote = sources.stream().anyMatch(source -> REMOTE.matcher(source).matches());
    boolean variable = sources.stream().anyMatch(source -> source.indexOf('$') >= 0);
    if (flags.value("checksum").isPresent() && !remote && !variable) {
      problem(
          flags.at("checksum"), "--checksum is for a source that begins with http or https", "");
    } else if (flags.value("checksum").isPresent() && sources.size() > 1) {
      problem(flags.at("checksum"), "--checksum is for one source", "write one ADD for each");
    }
    if (flags.value("from").isPresent() && remote) {
      problem(
          flags.at("from"),
          "--from takes files of an image or stage, not of the web",
          "leave it out");
    }
  }

  private void check(String flag, String form, String why, String hint) {
    flags
        .value(flag)
        .filter(value -> !value.matches(form))
        .ifPresent(
            value ->
                problem(
                    flags.at(flag), "--" + flag + "=" + value + " is not possible: " + why, hint));
  }

  private void problem(Position at, String message, String hint) {
    problems.add(new Problem(at, message, hint));
  }
}
