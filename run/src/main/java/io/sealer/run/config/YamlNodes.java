package io.sealer.run.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.emitter.Emitter;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.serializer.Serializer;

/**
 * YAML documents as nodes, which keep how each value was written: a quoted {@code "0644"} or {@code
 * "yes"} stays quoted, whatever version of YAML reads it next.
 */
final class YamlNodes {
  private static final LoadSettings READING = LoadSettings.builder().build();
  private static final DumpSettings SETTINGS =
      DumpSettings.builder()
          .setExplicitStart(true)
          .setDefaultFlowStyle(FlowStyle.BLOCK)
          .setWidth(200)
          .build();

  private YamlNodes() {}

  /**
   * The documents of a file; empty ones are left out.
   *
   * @throws IllegalArgumentException when it is not YAML, or a document is no mapping
   */
  static List<MappingNode> documents(String what, String text) {
    try {
      var all = new ArrayList<MappingNode>();
      var parser = new ParserImpl(READING, new StreamReader(READING, text));
      var documents = new Composer(READING, parser);
      while (documents.hasNext()) {
        Node document = documents.next();
        if (!document.getTag().equals(Tag.NULL)) {
          all.add(mapping(what, document));
        }
      }
      return all;
    } catch (YamlEngineException e) {
      String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new IllegalArgumentException(what + " is not YAML: " + first, e);
    }
  }

  private static MappingNode mapping(String what, Node node) {
    if (node instanceof MappingNode mapping) {
      return mapping;
    }
    throw new IllegalArgumentException(what + " must be a YAML mapping");
  }

  /** Documents as text, each after {@code ---}. */
  static String text(List<MappingNode> documents) {
    var text = new Text();
    var serializer = new Serializer(SETTINGS, new Emitter(SETTINGS, text));
    serializer.emitStreamStart();
    documents.forEach(serializer::serializeDocument);
    serializer.emitStreamEnd();
    return text.toString();
  }

  /** Where the emitter writes to. */
  private static final class Text implements StreamDataWriter {
    private final StringBuilder all = new StringBuilder();

    @Override
    public void write(String text) {
      all.append(text);
    }

    @Override
    public void write(String text, int at, int length) {
      all.append(text, at, at + length);
    }

    @Override
    public String toString() {
      return all.toString();
    }
  }

  /** A mapping of quoted texts. */
  static MappingNode quoted(Map<String, String> texts) {
    var tuples = new ArrayList<NodeTuple>();
    texts.forEach((key, value) -> tuples.add(new NodeTuple(scalar(key), scalar(value))));
    return new MappingNode(Tag.MAP, tuples, FlowStyle.BLOCK);
  }

  /** A mapping with one entry. */
  static MappingNode entry(String key, Node value) {
    return new MappingNode(
        Tag.MAP, new ArrayList<>(List.of(new NodeTuple(scalar(key), value))), FlowStyle.BLOCK);
  }

  private static ScalarNode scalar(String text) {
    return new ScalarNode(Tag.STR, text, ScalarStyle.DOUBLE_QUOTED);
  }

  /** The scalar value of a field, else nothing. */
  static String field(MappingNode document, String name) {
    return document.getValue().stream()
        .filter(t -> key(t).equals(name) && t.getValueNode() instanceof ScalarNode)
        .map(t -> ((ScalarNode) t.getValueNode()).getValue())
        .findFirst()
        .orElse("");
  }

  private static String key(NodeTuple tuple) {
    return tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  /** Both; where both say something mappings merge, of everything else {@code over} wins. */
  static MappingNode over(MappingNode base, MappingNode over) {
    var merged = new LinkedHashMap<String, NodeTuple>();
    base.getValue().forEach(tuple -> merged.put(key(tuple), tuple));
    for (NodeTuple tuple : over.getValue()) {
      merged.merge(key(tuple), tuple, YamlNodes::deeper);
    }
    return new MappingNode(Tag.MAP, new ArrayList<>(merged.values()), FlowStyle.BLOCK);
  }

  private static NodeTuple deeper(NodeTuple base, NodeTuple over) {
    return base.getValueNode() instanceof MappingNode left
            && over.getValueNode() instanceof MappingNode right
        ? new NodeTuple(base.getKeyNode(), over(left, right))
        : over;
  }
}
