package io.sealer.cli;

import io.sealer.cli.command.AdoptCommand;
import io.sealer.cli.command.AppsCommand;
import io.sealer.cli.command.BuildCommand;
import io.sealer.cli.command.CheckCommand;
import io.sealer.cli.command.CompletionCommand;
import io.sealer.cli.command.Context;
import io.sealer.cli.command.DeleteCommand;
import io.sealer.cli.command.DiffCommand;
import io.sealer.cli.command.FindImagesCommand;
import io.sealer.cli.command.HistoryCommand;
import io.sealer.cli.command.ImagesCommand;
import io.sealer.cli.command.InspectCommand;
import io.sealer.cli.command.LoadCommand;
import io.sealer.cli.command.LoginCommand;
import io.sealer.cli.command.LogoutCommand;
import io.sealer.cli.command.MergeCommand;
import io.sealer.cli.command.PlanCommand;
import io.sealer.cli.command.PruneCommand;
import io.sealer.cli.command.PullCommand;
import io.sealer.cli.command.PushCommand;
import io.sealer.cli.command.RegistryCommand;
import io.sealer.cli.command.RegistryGcCommand;
import io.sealer.cli.command.RegistryServeCommand;
import io.sealer.cli.command.RmiCommand;
import io.sealer.cli.command.RunCommand;
import io.sealer.cli.command.SaveCommand;
import io.sealer.cli.command.ScaleDownCommand;
import io.sealer.cli.command.ScaleUpCommand;
import io.sealer.cli.command.StatusCommand;
import io.sealer.cli.command.StoreCommand;
import io.sealer.cli.command.SupportBundleCommand;
import io.sealer.cli.command.TagCommand;
import io.sealer.cli.command.VersionCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/** All sub-commands by name, made on demand. */
final class Catalog {
  private final CommandLine line;
  private final Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
  private final Map<String, String> aliases = Map.of("apply", "run", "join", "scale-up");

  Catalog(Context context, CommandLine line, Supplier<CommandLine> everything) {
    this.line = line;
    commands.put("build", () -> new BuildCommand(context));
    commands.put("diff", () -> new DiffCommand(context));
    commands.put("find-images", () -> new FindImagesCommand(context));
    commands.put("history", () -> new HistoryCommand(context));
    commands.put("images", () -> new ImagesCommand(context));
    commands.put("inspect", () -> new InspectCommand(context));
    commands.put("load", () -> new LoadCommand(context));
    commands.put("login", () -> new LoginCommand(context));
    commands.put("logout", () -> new LogoutCommand(context));
    commands.put("prune", () -> new PruneCommand(context));
    commands.put("merge", () -> new MergeCommand(context));
    commands.put("pull", () -> new PullCommand(context));
    commands.put("push", () -> new PushCommand(context));
    commands.put("rmi", () -> new RmiCommand(context));
    commands.put("save", () -> new SaveCommand(context));
    commands.put("store", () -> new StoreCommand(context));
    commands.put("tag", () -> new TagCommand(context));
    commands.put("run", () -> new RunCommand(context));
    commands.put("plan", () -> new PlanCommand(context));
    commands.put("scale-up", () -> new ScaleUpCommand(context));
    commands.put("scale-down", () -> new ScaleDownCommand(context));
    commands.put("adopt", () -> new AdoptCommand(context));
    commands.put("apps", () -> new AppsCommand(context));
    commands.put("status", () -> new StatusCommand(context));
    commands.put("check", () -> new CheckCommand(context));
    commands.put("support-bundle", () -> new SupportBundleCommand(context));
    commands.put("delete", () -> new DeleteCommand(context));
    commands.put("registry", () -> registry(context));
    commands.put("completion", () -> new CompletionCommand(context, everything));
    commands.put("version", () -> new VersionCommand(context));
  }

  private static CommandLine registry(Context context) {
    return new CommandLine(new RegistryCommand())
        .addSubcommand("serve", new RegistryServeCommand(context))
        .addSubcommand("gc", new RegistryGcCommand(context));
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
