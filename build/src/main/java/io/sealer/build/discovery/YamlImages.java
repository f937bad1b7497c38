package io.sealer.build.discovery;

import io.sealer.build.discovery.Candidate.Confidence;
import io.sealer.oci.image.ImageLock.Source;
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
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Image names in the objects of a YAML or JSON stream of any number of documents. */
final class YamlImages {
  private static final int MAX_DEPTH = 60;
  private static final int MAX_ALIASES = 100;

  private final String file;
  private final String how;
  private final KindRules rules;
  private final Mentions mentions;
  private final Templates templates = new Templates();
  private boolean rendered;
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * A scan of one file.
   *
   * @param how what provenance says, such as {@code yaml}
   */
  YamlImages(String file, String how, KindRules rules, Mentions mentions) {
    this.file = file;
    this.how = how;
    this.rules = rules;
    this.mentions = mentions;
  }

  void scan(String text) {
    // Without this word there is no Kubernetes object in it.
    if (!text.contains("kind") && !text.contains("/image")) {
      return;
    }
    if (!Templates.isTemplate(text)) {
      read(text).forEach(mentions::defect);
      return;
    }
    for (Defect defect : read(templates.mask(text))) {
      mentions.note(
          new Defect(file, defect.line(), "is a template that is no YAML until it is filled in"));
    }
  }

  /** Text that was a template and is one no more, whatever braces are left in it. */
  void scanRendered(String text) {
    rendered = true;
    read(text).forEach(mentions::defect);
  }

  private List<Defect> read(String text) {
    var settings =
        LoadSettings.builder()
            .setLabel(file)
            .setMaxAliasesForCollections(MAX_ALIASES)
            .setCodePointLimit(text.length() + 1)
            .setAllowDuplicateKeys(true)
            .build();
    try {
      new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text)))
          .forEachRemaining(this::document);
      return List.of();
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      return List.of(new Defect(file, line, "is not YAML: " + e.getProblem()));
    } catch (YamlEngineException | StackOverflowError e) {
      return List.of(BadYaml.in(file, e));
    }
  }

  private void document(Node node) {
    if (node instanceof SequenceNode operations) {
      operations.getValue().forEach(this::operation);
    } else {
      object(node, 0);
    }
  }

  /** An operation of a JSON patch (RFC 6902) that gives an image. */
  private void operation(Node operation) {
    boolean gives = YamlNodes.text(operation, "op").matches("add|replace");
    if (gives && YamlNodes.text(operation, "path").endsWith("/image")) {
      YamlNodes.field(operation, "value").ifPresent(new Sink((how + " patch").strip())::image);
    }
  }

  private void object(Node node, int depth) {
    // A list of lists of aliases must not be walked more than once each.
    if (!(node instanceof MappingNode) || depth > MAX_DEPTH || !seen.add(node)) {
      return;
    }
    String kind = YamlNodes.text(node, "kind");
    if (kind.endsWith("List")
        && YamlNodes.field(node, "items").orElse(null) instanceof SequenceNode items) {
      items.getValue().forEach(item -> object(item, depth + 1));
      return;
    }
    if (rendered && isTest(node)) {
      return;
    }
    String apiVersion = YamlNodes.text(node, "apiVersion");
    var sink = new Sink((how + " " + kind).strip());
    var places = rules.of(apiVersion, kind);
    if (places.isEmpty()) {
      new Unruled(sink).scan(node, KindRules.group(apiVersion), kind);
    }
    for (KindRules.Place place : places.orElse(List.of())) {
      switch (place) {
        case KindRules.Pod(List<String> path) -> follow(node, path, true, sink);
        case KindRules.Image(List<String> path) -> follow(node, path, false, sink);
        case KindRules.Join join -> joined(node, join, sink);
      }
    }
  }

  private static void joined(Node node, KindRules.Join join, Sink sink) {
    var name = new StringBuilder();
    Node at = node;
    for (KindRules.Join.Part part : join.parts()) {
      Optional<Node> value = part.path().isEmpty() ? Optional.empty() : at(node, part.path());
      Optional<String> text = value.flatMap(YamlNodes::text);
      if (!part.path().isEmpty() && text.isEmpty()) {
        return;
      }
      name.append(text.orElse("")).append(part.after());
      at = value.orElse(at);
    }
    sink.image(name.toString(), at);
  }

  private static Optional<Node> at(Node node, List<String> path) {
    Optional<Node> at = Optional.of(node);
    for (String field : path) {
      at = at.flatMap(next -> YamlNodes.field(next, field));
    }
    return at;
  }

  /** Whether only {@code helm test} would create it. */
  private static boolean isTest(Node node) {
    String hook =
        YamlNodes.field(node, "metadata")
            .flatMap(metadata -> YamlNodes.field(metadata, "annotations"))
            .map(annotations -> YamlNodes.text(annotations, "helm.sh/hook"))
            .orElse("");
    return hook.matches("\\s*test(-success|-failure)?(\\s*,\\s*test(-success|-failure)?)*\\s*");
  }

  private void follow(Node node, List<String> path, boolean isPod, Sink sink) {
    if (path.isEmpty() && isPod) {
      new PodSpec(sink).scan(node);
    } else if (path.isEmpty()) {
      sink.image(node);
    } else if (path.getFirst().equals("*")) {
      List<String> rest = path.subList(1, path.size());
      YamlNodes.children(node).forEach(child -> follow(child, rest, isPod, sink));
    } else {
      List<String> rest = path.subList(1, path.size());
      YamlNodes.field(node, path.getFirst()).ifPresent(next -> follow(next, rest, isPod, sink));
    }
  }

  /** Writes down what was found, with its place. */
  private final class Sink implements PodSpec.Sink {
    private final String found;

    Sink(String found) {
      this.found = found;
    }

    @Override
    public void image(Node name) {
      // An empty or null image is the API server's business, not a name.
      YamlNodes.text(name).ifPresent(text -> image(text, name));
    }

    private void image(String text, Node at) {
      if (Templates.isMasked(text)) {
        candidate(templates.unmask(text), Confidence.TEMPLATE, at);
      } else {
        mentions.image(text, source(at));
      }
    }

    @Override
    public void candidate(String name, Confidence confidence, Node at) {
      mentions.candidate(name, confidence, source(at));
    }

    private Source source(Node at) {
      return new Source(file, YamlNodes.line(at), found);
    }
  }
}
