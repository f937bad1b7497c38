package io.sealer.cli;

import io.sealer.cli.command.CompletionCommand;
import io.sealer.cli.command.Context;
import io.sealer.cli.command.VersionCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/** All sub-commands by name, made on demand. */
final class Catalog {
  private final CommandLine line;
  private final Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
  private final Map<String, String> aliases = Map.of();

  Catalog(Context context, CommandLine line, Supplier<CommandLine> everything) {
    this.line = line;
    commands.put("completion", () -> new CompletionCommand(context, everything));
    commands.put("version", () -> new VersionCommand(context));
  }

  boolean addOne(String name) {
    String official = aliases.getOrDefault(name, name);
    if (!commands.containsKey(official)) {
      return false;
    }
    add(official);
    return true;
  }

  void addAll() {
    commands.keySet().forEach(this::add);
  }

  private void add(String name) {
    Supplier<Object> command = commands.get(name);
    if (command != null) {
      line.addSubcommand(name, command.get());
    }
  }
}
