package io.sealer.run.template;

import java.util.List;
import java.util.Map;

/**
 * A template of Go's {@code text/template} language: {@code {{ .K }}} or {@code {{ K }}}, pipes,
 * {@code if}, {@code with}, {@code range}, variables, comments, functions (also {@code default},
 * {@code b64enc}, {@code indent} and others of sprig). A variable that is not set is an error where
 * its value is needed. Immutable.
 */
public final class Template {
  private final String name;
  private final List<Node> nodes;

  private Template(String name, List<Node> nodes) {
    this.name = name;
    this.nodes = List.copyOf(nodes);
  }

  /**
   * Understands a template.
   *
   * @param name what messages call it
   * @throws TemplateException with the line of the first mistake
   */
  public static Template parse(String name, String text) throws TemplateException {
    return new Template(name, Parser.parse(name, text));
  }

  /**
   * The text with these variables.
   *
   * @throws TemplateException when a variable is not set, or a function cannot work
   */
  public String render(Map<String, String> variables) throws TemplateException {
    return new Rendering(name, variables).text(nodes);
  }
}
