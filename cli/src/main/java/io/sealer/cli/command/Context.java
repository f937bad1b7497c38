package io.sealer.cli.command;

import io.sealer.cli.environment.Places;
import io.sealer.cli.output.Console;
import java.util.Map;

/**
 * What every command is given.
 *
 * @param console where it prints
 * @param places where things lie
 * @param environment the process's environment
 */
public record Context(Console console, Places places, Map<String, String> environment) {
  public Context {
    environment = Map.copyOf(environment);
  }
}
