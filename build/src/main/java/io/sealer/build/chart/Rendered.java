package io.sealer.build.chart;

import io.sealer.build.launch.Call;
import io.sealer.oci.image.ImageLock.Source;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A rendered chart, and where the names in it come from. */
public final class Rendered {
  private static final String SOURCE = "# Source: ";

  private final ImageTree tree;
  private final Call.Helm call;
  private final Path chart;
  private final String yaml;

  /** Lines of the rendered text where a template begins, and its path below the chart. */
  private final TreeMap<Integer, String> templates = new TreeMap<>();

  Rendered(ImageTree tree, Call.Helm call, Path chart, String yaml) throws IOException {
    this.tree = tree;
    this.call = call;
    this.chart = chart;
    this.yaml = yaml;
    int line = 0;
    for (String text : yaml.lines().toList()) {
      line++;
      if (text.startsWith(SOURCE)) {
        String path = text.substring(SOURCE.length());
        templates.put(line, Aliases.resolved(chart, path.substring(path.indexOf('/') + 1)));
      }
    }
  }

  /** The objects. */
  public String yaml() {
    return yaml;
  }

  /**
   * Where a name stands: in a values file, else in its template, else the template as a whole.
   *
   * @param line of the rendered text
   * @param kind of the object
   */
  public Source source(String name, int line, String kind) throws IOException {
    Map.Entry<Integer, String> begin = templates.floorEntry(line);
    String template = begin == null ? "" : begin.getValue();
    String how = ("helm " + kind).strip();
    int at = name.indexOf('@');
    String tagged = at < 0 ? name : name.substring(0, at);
    int colon = tagged.lastIndexOf(':');
    String repository = colon > tagged.lastIndexOf('/') ? tagged.substring(0, colon) : tagged;
    String path = repository.substring(repository.indexOf('/') + 1);
    for (Predicate<String> match :
        List.<Predicate<String>>of(
            text -> text.contains(name),
            text -> endsWith(text, repository),
            text -> endsWith(text, path))) {
      Optional<Source> found = find(template, match, how);
      if (found.isPresent()) {
        return found.get();
      }
    }
    return new Source(shown(template), 0, how);
  }

  /** A line such as {@code repository: bitnami/redis}. */
  private static boolean endsWith(String line, String value) {
    String text = line.replaceFirst("\\s#.*$", "").strip();
    text = text.replaceFirst("[\"',}\\]]+$", "");
    return text.endsWith(value)
        && (text.length() == value.length()
            || " \"'/:".indexOf(text.charAt(text.length() - value.length() - 1)) >= 0);
  }

  private Optional<Source> find(String template, Predicate<String> match, String how)
      throws IOException {
    for (String values : call.values().reversed()) {
      Optional<String> text = tree.text(values);
      int line = text.isEmpty() ? 0 : line(text.get(), match);
      if (line > 0) {
        return Optional.of(new Source(tree.shownAs(values), line, how));
      }
    }
    if (call.sets().stream().anyMatch(set -> match.test(set.text()))) {
      return Optional.of(new Source(call.at().file(), call.at().line(), how));
    }
    for (String file : files(template)) {
      int line = line(text(chart.resolve(file)), match);
      if (line > 0) {
        return Optional.of(new Source(shown(file), line, how));
      }
    }
    return Optional.empty();
  }

  /** The values files that reach a template, the outermost chart's first, and the template. */
  private static List<String> files(String template) {
    var files = new ArrayList<String>(List.of("values.yaml"));
    for (int at = template.indexOf("charts/"); at >= 0; ) {
      int slash = template.indexOf('/', at + "charts/".length());
      if (slash < 0) {
        break;
      }
      files.add(template.substring(0, slash) + "/values.yaml");
      at = template.startsWith("charts/", slash + 1) ? slash + 1 : -1;
    }
    files.add(template);
    return files;
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.isRegularFile(file) ? Files.readString(file) : "";
    } catch (MalformedInputException e) {
      return "";
    }
  }

  private static int line(String text, Predicate<String> match) {
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!line.stripLeading().startsWith("#") && match.test(line)) {
        return number;
      }
    }
    return 0;
  }

  private String shown(String file) {
    String path = file.isEmpty() ? call.chart() : call.chart() + "/" + file;
    // A file of a packed sub-chart has no name but the one below its chart.
    return tree.exists(path) ? tree.shownAs(path) : tree.shownAs(call.chart()) + "/" + file;
  }
}
