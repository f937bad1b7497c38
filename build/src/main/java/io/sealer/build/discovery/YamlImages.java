package io.sealer.build.discovery;

import io.sealer.oci.image.ImageLock.Source;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Image names in the objects of a YAML or JSON stream of any number of documents. */
final class YamlImages {
  private static final int MAX_DEPTH = 60;

  private final String file;
  private final List<Mention> mentions;
  private final List<Defect> defects;
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  YamlImages(String file, List<Mention> mentions, List<Defect> defects) {
    this.file = file;
    this.mentions = mentions;
    this.defects = defects;
  }

  void scan(InputStream in) {
    var settings =
        LoadSettings.builder()
            .setLabel(file)
            .setMaxAliasesForCollections(100)
            .setCodePointLimit(32 << 20)
            .setAllowDuplicateKeys(true)
            .build();
    try {
      var text = new InputStreamReader(in, StandardCharsets.UTF_8);
      new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text)))
          .forEachRemaining(document -> object(document, 0));
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      defects.add(new Defect(file, line, "is not YAML: " + e.getProblem()));
    } catch (YamlEngineException e) {
      defects.add(new Defect(file, 0, "is not YAML: " + e.getMessage()));
    }
  }

  private void object(Node node, int depth) {
    // A list of lists of aliases must not be walked more than once each.
    if (!(node instanceof MappingNode mapping) || depth > MAX_DEPTH || !seen.add(node)) {
      return;
    }
    String kind = text(mapping, "kind");
    if (kind.endsWith("List")
        && field(mapping, "items").orElse(null) instanceof SequenceNode items) {
      items.getValue().forEach(item -> object(item, depth + 1));
      return;
    }
    for (String path : PodPaths.of(text(mapping, "apiVersion"), kind)) {
      follow(mapping, List.of(path.split("\\.")), kind);
    }
  }

  private void follow(Node node, List<String> path, String kind) {
    if (path.isEmpty()) {
      mention(node, kind);
    } else if (path.getFirst().equals("*")) {
      if (node instanceof SequenceNode list) {
        list.getValue().forEach(element -> follow(element, path.subList(1, path.size()), kind));
      }
    } else if (node instanceof MappingNode mapping) {
      field(mapping, path.getFirst())
          .ifPresent(value -> follow(value, path.subList(1, path.size()), kind));
    }
  }

  private void mention(Node node, String kind) {
    // An empty or null image is the API server's business, not a name.
    if (node instanceof ScalarNode scalar
        && !scalar.getValue().isBlank()
        && !scalar.getValue().equals("null")) {
      int line = scalar.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
      mentions.add(new Mention(scalar.getValue().strip(), new Source(file, line, "yaml " + kind)));
    }
  }

  private static String text(MappingNode mapping, String name) {
    return field(mapping, name).orElse(null) instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  private static Optional<Node> field(MappingNode mapping, String name) {
    return mapping.getValue().stream()
        .filter(
            tuple -> tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name))
        .map(tuple -> tuple.getValueNode())
        .findFirst();
  }

  /** For callers that only need the names. */
  static List<Mention> of(String file, InputStream in, List<Defect> defects) {
    var mentions = new ArrayList<Mention>();
    new YamlImages(file, mentions, defects).scan(in);
    return mentions;
  }
}
