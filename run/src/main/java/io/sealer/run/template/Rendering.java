package io.sealer.run.template;

import io.sealer.run.template.Node.Operand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Carries out a template once. */
final class Rendering {
  private final String name;
  private final Object root;
  private final Map<String, Object> variables = new HashMap<>();
  private final StringBuilder out = new StringBuilder();

  Rendering(String name, Map<String, String> root) {
    this.name = name;
    this.root = root;
  }

  String text(List<Node> nodes) throws TemplateException {
    all(nodes, root);
    return out.toString();
  }

  private void all(List<Node> nodes, Object dot) throws TemplateException {
    for (Node node : nodes) {
      switch (node) {
        case Node.Text(String text) -> out.append(text);
        case Node.Output(int line, Node.Pipe pipe) -> out.append(print(line, value(pipe, dot)));
        case Node.Assign(String variable, Node.Pipe pipe) ->
            variables.put(variable, value(pipe, dot));
        case Node.Choice choice -> choose(choice, dot);
        case Node.Range range -> each(range, dot);
      }
    }
  }

  private String print(int line, Object value) throws TemplateException {
    try {
      return Values.text(value);
    } catch (IllegalArgumentException e) {
      throw new TemplateException(name, line, String.valueOf(e.getMessage()));
    }
  }

  private void choose(Node.Choice choice, Object dot) throws TemplateException {
    Object value = value(choice.pipe(), dot);
    if (Values.truth(value)) {
      all(choice.then(), choice.with() ? value : dot);
    } else {
      all(choice.otherwise(), dot);
    }
  }

  private void each(Node.Range range, Object dot) throws TemplateException {
    Object value = value(range.pipe(), dot);
    if (!Values.truth(value)) {
      all(range.otherwise(), dot);
      return;
    }
    if (!(value instanceof List<?> list)) {
      String problem = "range needs a list, as splitList makes one; got '" + value + "'";
      throw new TemplateException(name, range.pipe().line(), problem);
    }
    long index = 0;
    for (Object element : list) {
      Object position = index++;
      range.key().ifPresent(key -> variables.put(key, position));
      range.value().ifPresent(variable -> variables.put(variable, element));
      all(range.body(), element);
    }
  }

  private Object value(Node.Pipe pipe, Object dot) throws TemplateException {
    try {
      List<Object> piped = List.of();
      for (Node.Call call : pipe.calls()) {
        piped = List.of(call(call, piped, dot));
      }
      return piped.getFirst();
    } catch (IllegalArgumentException e) {
      throw new TemplateException(name, pipe.line(), String.valueOf(e.getMessage()));
    }
  }

  private Object call(Node.Call call, List<Object> piped, Object dot) throws TemplateException {
    var arguments = new ArrayList<Object>();
    for (Operand argument : call.arguments()) {
      arguments.add(operand(argument, dot));
    }
    arguments.addAll(piped);
    if (call.head() instanceof Operand.Word(String word)) {
      var function = Functions.find(word);
      boolean isVariable =
          arguments.isEmpty() && root instanceof Map<?, ?> m && m.containsKey(word);
      if (function.isPresent() && !isVariable) {
        return function.get().call(word, arguments);
      }
      if (!arguments.isEmpty()) {
        throw new IllegalArgumentException("there is no function '" + word + "'");
      }
    } else if (!arguments.isEmpty()) {
      throw new IllegalArgumentException("a value takes no arguments");
    }
    return operand(call.head(), dot);
  }

  private Object operand(Operand operand, Object dot) throws TemplateException {
    return switch (operand) {
      case Operand.Literal(Object value) -> value;
      case Operand.Word(String word) -> field(root, List.of(word));
      case Operand.Field(boolean ofRoot, List<String> path) -> field(ofRoot ? root : dot, path);
      case Operand.Group(Node.Pipe pipe) -> value(pipe, dot);
      case Operand.Variable(String variable, List<String> path) -> {
        if (!variables.containsKey(variable)) {
          throw new IllegalArgumentException("variable $" + variable + " is not declared");
        }
        yield field(variables.getOrDefault(variable, new Missing(variable)), path);
      }
    };
  }

  private static Object field(Object from, List<String> path) {
    Object at = from;
    for (String step : path) {
      Object next = at instanceof Map<?, ?> map ? map.get(step) : null;
      if (next == null) {
        return new Missing(String.join(".", path));
      }
      at = next;
    }
    return at;
  }
}
