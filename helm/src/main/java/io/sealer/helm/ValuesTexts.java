package io.sealer.helm;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import tools.jackson.databind.json.JsonMapper;

/** Changes texts in values files, which charts may take for templates ({@code tpl}). */
final class ValuesTexts {
  private ValuesTexts() {}

  /** Changes a file's texts; all else stays as it is. One that is no YAML is not changed. */
  static void change(Path file, UnaryOperator<String> change) throws IOException {
    try {
      String text = Files.readString(file);
      String changed = changed(text, change);
      if (!changed.equals(text)) {
        Files.writeString(file, changed);
      }
    } catch (CharacterCodingException e) {
      // The engine says it better.
    }
  }

  private static String changed(String yaml, UnaryOperator<String> change) {
    if (!yaml.contains("{{")) {
      return yaml;
    }
    var out = new StringBuilder();
    int at = 0;
    try {
      LoadSettings settings = LoadSettings.builder().build();
      var events = new ParserImpl(settings, new StreamReader(settings, yaml));
      while (events.hasNext()) {
        if (events.next() instanceof ScalarEvent scalar && scalar.getValue().contains("{{")) {
          int begin = index(yaml, scalar.getStartMark().orElseThrow());
          int end = index(yaml, scalar.getEndMark().orElseThrow());
          out.append(yaml, at, begin).append(changed(scalar, yaml.substring(begin, end), change));
          at = end;
        }
      }
    } catch (YamlEngineException | StackOverflowError e) {
      return yaml; // the engine says it better
    }
    return out.append(yaml, at, yaml.length()).toString();
  }

  private static String changed(ScalarEvent scalar, String written, UnaryOperator<String> change) {
    if (scalar.getScalarStyle() == ScalarStyle.LITERAL
        || scalar.getScalarStyle() == ScalarStyle.FOLDED) {
      return change.apply(written);
    }
    String changed = change.apply(scalar.getValue());
    return changed.equals(scalar.getValue())
        ? written
        : JsonMapper.shared().writeValueAsString(changed);
  }

  /** Marks count characters as Unicode does. */
  private static int index(String yaml, Mark mark) {
    return yaml.offsetByCodePoints(0, mark.getIndex());
  }
}
