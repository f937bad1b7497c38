package io.sealer.node.command;

import io.sealer.oci.Digest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Options of a command, {@code --name value} or {@code --name=value}, each once. */
public final class Arguments {
  private final Map<String, String> values;

  private Arguments(Map<String, String> values) {
    this.values = values;
  }

  /** Reads what follows the command's name. */
  public static Arguments parse(String[] args) throws UsageException {
    var values = new HashMap<String, String>();
    for (int i = 0; i < args.length; i++) {
      String name = args[i];
      if (!name.startsWith("--")) {
        throw new UsageException("unexpected argument '" + name + "'");
      }
      String value;
      int equals = name.indexOf('=');
      if (equals > 0) {
        value = name.substring(equals + 1);
        name = name.substring(0, equals);
      } else if (++i < args.length) {
        value = args[i];
      } else {
        throw new UsageException("option " + name + " needs a value");
      }
      if (values.put(name, value) != null) {
        throw new UsageException("option " + name + " is given twice");
      }
    }
    return new Arguments(values);
  }

  /** Refuses options that the command does not have. */
  public Arguments allow(String... names) throws UsageException {
    var unknown = new java.util.TreeSet<>(values.keySet());
    unknown.removeAll(java.util.Set.of(names));
    if (!unknown.isEmpty()) {
      throw new UsageException("unknown option " + unknown.first());
    }
    return this;
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  public Path path(String name) throws UsageException {
    return optionalPath(name)
        .orElseThrow(() -> new UsageException("option " + name + " is missing"));
  }

  public Optional<Path> optionalPath(String name) {
    return text(name).map(Path::of);
  }

  /** A content digest. */
  public Digest digest(String name) throws UsageException {
    String text =
        text(name).orElseThrow(() -> new UsageException("option " + name + " is missing"));
    try {
      return Digest.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException("option " + name + ": " + e.getMessage());
    }
  }

  /** A whole number that is not negative. */
  public int number(String name, int otherwise) throws UsageException {
    String text = text(name).orElse(String.valueOf(otherwise));
    if (!text.matches("\\d{1,9}")) {
      throw new UsageException("option " + name + ": '" + text + "' is no number");
    }
    return Integer.parseInt(text);
  }
}
