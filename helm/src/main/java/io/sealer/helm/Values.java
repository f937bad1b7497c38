package io.sealer.helm;

import io.sealer.helm.SetExpression.Assignment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The values of one release: files as they are, and one more file with what the {@code --set…}
 * flags say. The engine's own reading of such flags keeps neither their order nor lists.
 */
final class Values {
  static final String HINT = "write for example --set image.tag=1.25,replicas=2";
  private static final int LARGEST = 16 << 20;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final List<Path> files = new ArrayList<>();
  private final Map<String, @Nullable Object> fromFiles = new LinkedHashMap<>();
  private final Map<String, @Nullable Object> set = new LinkedHashMap<>();

  /** Reads the flags in Helm's order: files, then JSON, then typed, then texts, then contents. */
  static Values of(List<ValueFlag> flags) throws HelmException {
    var values = new Values();
    for (ValueFlag flag : flags) {
      if (flag instanceof ValueFlag.File(var path)) {
        values.file(path);
      }
    }
    for (ValueFlag flag : flags) {
      if (flag instanceof ValueFlag.SetJson(var expression)) {
        values.json(expression);
      }
    }
    for (ValueFlag flag : flags) {
      if (flag instanceof ValueFlag.Set(var expression)) {
        values.assign(SetExpression.parse(expression, true));
      }
    }
    for (ValueFlag flag : flags) {
      if (flag instanceof ValueFlag.SetString(var expression)) {
        values.assign(SetExpression.parse(expression, false));
      }
    }
    for (ValueFlag flag : flags) {
      if (flag instanceof ValueFlag.SetFile(var expression)) {
        values.content(expression);
      }
    }
    return values;
  }

  /**
   * The files to give to the engine, in order; what flags say is written into the directory. Names
   * are ours, because the engine takes them separated by commas.
   */
  List<Path> files(Path directory) throws IOException {
    var given = new ArrayList<Path>();
    for (Path file : files) {
      Path copy = directory.resolve("values-" + given.size() + ".yaml");
      given.add(Files.copy(file, copy));
    }
    if (!set.isEmpty()) {
      Path file = directory.resolve("values-" + given.size() + ".yaml");
      given.add(Files.write(file, JSON.writeValueAsBytes(set)));
    }
    return given;
  }

  private void file(Path path) throws HelmException {
    Object read = load(path, text(path));
    if (read instanceof Map<?, ?> map) {
      map.forEach((key, value) -> fromFiles.put(String.valueOf(key), value));
    } else if (read != null) {
      throw new HelmException("%s is no map of values".formatted(path), "give a values file");
    }
    files.add(path);
  }

  private static @Nullable Object load(Path path, String text) throws HelmException {
    try {
      return new Load(LoadSettings.builder().setAllowDuplicateKeys(true).build())
          .loadFromString(text);
    } catch (YamlEngineException e) {
      throw new HelmException(
          "%s is not YAML: %s".formatted(path, e.getMessage()), "correct the values file", e);
    } catch (StackOverflowError e) {
      throw new HelmException(
          "%s is nested too deeply".formatted(path), "correct the values file", e);
    }
  }

  private static String text(Path path) throws HelmException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new HelmException("%s is larger than 16 MiB".formatted(path), "make it smaller");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new HelmException(
          "values of %s cannot be read: %s".formatted(path, e), "give a file that exists", e);
    }
  }

  private void json(String expression) throws HelmException {
    try {
      if (expression.startsWith("{")) {
        Map<?, ?> map = JSON.readValue(expression, Map.class);
        map.forEach((key, value) -> set.put(String.valueOf(key), value));
        return;
      }
      int equals = expression.indexOf('=');
      if (equals > 0) {
        Object value = JSON.readValue(expression.substring(equals + 1), Object.class);
        KeyPath.parse(expression.substring(0, equals)).put(set, fromFiles, value);
        return;
      }
    } catch (JacksonException e) {
      throw new HelmException(
          "'%s' is not JSON: %s".formatted(expression, e.getOriginalMessage()), HINT, e);
    }
    throw new HelmException("'%s' sets nothing".formatted(expression), HINT);
  }

  private void content(String expression) throws HelmException {
    for (Assignment assignment : SetExpression.parse(expression, false)) {
      Path file = Path.of(String.valueOf(assignment.value()));
      assignment.path().put(set, fromFiles, text(file));
    }
  }

  private void assign(List<Assignment> assignments) {
    assignments.forEach(a -> a.path().put(set, fromFiles, a.value()));
  }
}
