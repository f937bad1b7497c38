package io.sealer.run.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/**
 * A change to one file: its data goes through a pipeline, then replaces the file or is merged into
 * every YAML document of it (mappings merge, everything else is replaced, what is new is added).
 *
 * @param name what messages call it
 * @param path the file, relative to the rootfs
 * @param data as written in the Clusterfile
 * @param merge whether it is merged
 * @param process names of processors, in order
 */
public record FileEdit(String name, String path, String data, boolean merge, List<String> process) {
  public FileEdit {
    process = List.copyOf(process);
  }

  /**
   * The file's content afterwards.
   *
   * @param before its content; empty when there is no such file
   * @throws IllegalArgumentException when data and file do not fit together
   */
  public String apply(Optional<String> before) {
    try {
      var pipeline = new Pipeline(process);
      String result = pipeline.apply(data);
      if (pipeline.toSecret()) {
        return secret(before, result);
      }
      return merge && before.isPresent() ? merged(before.get(), result) : result;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + path + ": " + e.getMessage(), e);
    }
  }

  private static String merged(String before, String data) {
    List<MappingNode> additions = YamlNodes.documents("data", data);
    if (additions.size() != 1) {
      throw new IllegalArgumentException("data to merge must be one YAML mapping");
    }
    List<MappingNode> documents = YamlNodes.documents("the file", before);
    if (documents.isEmpty()) {
      return data;
    }
    return YamlNodes.text(
        documents.stream().map(d -> YamlNodes.over(d, additions.getFirst())).toList());
  }

  /** The file's Secrets with the result's entries: as data when they are base64 already. */
  private String secret(Optional<String> before, String result) {
    List<MappingNode> documents = YamlNodes.documents("the file", before.orElse(""));
    if (documents.stream().noneMatch(FileEdit::isSecret)) {
      throw new IllegalArgumentException("toSecret needs a file with a Secret");
    }
    var entries = new LinkedHashMap<String, String>();
    Pipeline.single(result).forEach((key, value) -> entries.put(key, Pipeline.scalar(value)));
    String field = process.contains("toBase64") ? "data" : "stringData";
    MappingNode addition = YamlNodes.entry(field, YamlNodes.quoted(entries));
    return YamlNodes.text(
        documents.stream().map(d -> isSecret(d) ? YamlNodes.over(d, addition) : d).toList());
  }

  private static boolean isSecret(MappingNode document) {
    return YamlNodes.field(document, "kind").equals("Secret");
  }

  /** Never shows the data, which may be secret. */
  @Override
  public String toString() {
    return "FileEdit[" + name + ", " + path + "]";
  }
}
