package io.sealer.build.kubefile;

import io.sealer.oci.text.Nearest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code --flag=value} words that begin an instruction's arguments. */
final class Flags {
  private final Statement statement;
  private final Map<String, String> values = new HashMap<>();
  private final Map<String, Integer> offsets = new HashMap<>();
  private final List<Word> rest;

  Flags(Statement statement, List<Word> words, List<Problem> problems, List<String> known) {
    this.statement = statement;
    int count = 0;
    while (count < words.size() && words.get(count).text().startsWith("--")) {
      Word word = words.get(count++);
      int equals = word.text().indexOf('=');
      String name = equals < 0 ? word.text().substring(2) : word.text().substring(2, equals);
      if (!known.contains(name)) {
        String hint =
            Nearest.to(name, known)
                .map(n -> "did you mean --" + n + "?")
                .orElse("it takes --" + String.join(", --", known));
        problems.add(
            new Problem(statement.at(word.offset()), "unknown flag '--" + name + "'", hint));
      } else if (equals < 0) {
        problems.add(
            new Problem(
                statement.at(word.offset()),
                "flag --" + name + " needs a value",
                "write --" + name + "=VALUE"));
      } else if (values.putIfAbsent(name, word.text().substring(equals + 1)) != null) {
        problems.add(
            new Problem(
                statement.at(word.offset()), "flag --" + name + " stands here twice", "keep one"));
      } else {
        offsets.put(name, word.offset());
      }
    }
    rest = words.subList(count, words.size());
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** Where a flag stands that has a value. */
  Position at(String name) {
    return statement.at(offsets.getOrDefault(name, 0));
  }

  /** The words after the flags. */
  List<Word> rest() {
    return rest;
  }
}
