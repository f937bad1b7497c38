package io.sealer.build.execute;

import io.sealer.build.context.BuildContext;
import io.sealer.build.context.Entry;
import io.sealer.build.context.SourceException;
import io.sealer.build.job.BuildException;
import io.sealer.build.kubefile.Instruction;
import io.sealer.build.kubefile.Kubefile;
import io.sealer.build.kubefile.Variables;
import io.sealer.oci.image.Application;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Which files of its context a Kubefile puts where in the image, without carrying it out: commands,
 * other images and the web are left out.
 */
public final class CopiedFiles {
  private final BuildContext context;
  private final String file;
  private final Map<String, String> given;
  private final Map<String, String> variables = new HashMap<>();
  private final HereDocuments documents;
  private final Map<String, Map<String, Entry>> stages = new HashMap<>();
  private Map<String, Entry> files = new TreeMap<>();
  private int count;

  private CopiedFiles(BuildContext context, String file, Map<String, String> buildArgs, Path work) {
    this.context = context;
    this.file = file;
    this.given = buildArgs;
    this.documents = new HereDocuments(work);
  }

  /**
   * The files of the last stage under their paths in the image.
   *
   * @param file how messages call the Kubefile
   * @param work where here-documents are kept as files
   * @throws BuildException when a source is not there; names the line
   */
  public static Map<String, Entry> of(
      Kubefile kubefile,
      String file,
      BuildContext context,
      Map<String, String> buildArgs,
      Path work)
      throws IOException, BuildException {
    var copied = new CopiedFiles(context, file, buildArgs, work);
    for (Instruction instruction : kubefile.instructions()) {
      copied.follow(instruction, kubefile.escape());
    }
    return copied.files;
  }

  /**
   * The applications that the last stage declares itself, told by the files that {@link #of} gives.
   */
  public static List<Application> applications(Kubefile kubefile, Map<String, Entry> files) {
    var apps = new LinkedHashMap<String, Application>();
    for (Instruction instruction : kubefile.instructions()) {
      switch (instruction) {
        case Instruction.From _ -> apps.clear();
        case Instruction.App app -> apps.put(app.name(), detected(app.name(), files));
        case Instruction.AppCmds cmds ->
            apps.computeIfPresent(
                cmds.name(),
                (name, app) ->
                    new Application(name, app.kind(), app.files(), app.env(), cmds.cmds()));
        default -> {}
      }
    }
    return List.copyOf(apps.values());
  }

  private static Application detected(String name, Map<String, Entry> files) {
    String directory = "application/apps/" + name + "/";
    List<Entry> own =
        files.entrySet().stream()
            .filter(file -> file.getKey().startsWith(directory))
            .map(file -> file.getValue().as(file.getKey().substring(directory.length())))
            .toList();
    AppKinds.Detected kind = AppKinds.detect(name, own);
    return new Application(name, kind.kind(), kind.launchFiles(), Map.of(), List.of());
  }

  private void follow(Instruction instruction, char escape) throws IOException, BuildException {
    UnaryOperator<String> expand = word -> new Variables(variables, escape).expand(word);
    try {
      switch (instruction) {
        case Instruction.From from -> begin(from, expand);
        case Instruction.Arg arg -> arg.variables().forEach(v -> argument(v, expand));
        case Instruction.Env env ->
            env.pairs().forEach(p -> variables.put(expand.apply(p.key()), expand.apply(p.value())));
        case Instruction.Copy copy when copy.from().isEmpty() -> {
          place(copy.sources().stream().map(expand).toList(), expand.apply(copy.target()));
          write(copy, escape);
        }
        case Instruction.App app -> application(app, expand);
        default -> {}
      }
    } catch (SourceException e) {
      throw new BuildException(at(instruction, e), e.hint(), List.of(), e);
    } catch (IllegalArgumentException e) {
      throw new BuildException(at(instruction, e), "", List.of(), e);
    }
  }

  /** A stage goes on where an earlier one ended, if it begins with that. */
  private void begin(Instruction.From from, UnaryOperator<String> expand) {
    String image = expand.apply(from.image()).toLowerCase(Locale.ROOT);
    files = new TreeMap<>(stages.getOrDefault(image, Map.of()));
    stages.put(String.valueOf(count++), files);
    from.name().ifPresent(name -> stages.put(name, files));
  }

  private void write(Instruction.Copy copy, char escape) throws IOException, SourceException {
    String target = new Variables(variables, escape).expand(copy.target());
    boolean several = copy.sources().size() + copy.documents().size() > 1;
    for (Instruction.Copy.Document document : copy.documents()) {
      Entry entry = documents.file(document, new Variables(variables, escape));
      String path = Placement.of(entry.path(), several ? target + "/" : target, Lower.NOTHING);
      files.put(path, entry.as(path));
    }
  }

  private String at(Instruction instruction, Exception e) {
    return file + ":" + instruction.at().line() + ": " + e.getMessage();
  }

  private void argument(Instruction.Arg.Variable variable, UnaryOperator<String> expand) {
    String value = given.get(variable.name());
    String otherwise = variable.value().map(expand).orElse("");
    variables.put(variable.name(), value == null ? otherwise : value);
  }

  private void application(Instruction.App app, UnaryOperator<String> expand)
      throws SourceException {
    String directory = "application/apps/" + app.name() + "/";
    files.keySet().removeIf(path -> path.startsWith(directory));
    for (String source : app.sources().stream().map(expand).toList()) {
      place(List.of(source.replaceFirst("^local://", "")), directory);
    }
  }

  private void place(List<String> sources, String target) throws SourceException {
    List<String> local = sources.stream().filter(s -> !s.matches("https?://.*")).toList();
    if (!local.isEmpty()) {
      files.putAll(Placement.of(context, local, target));
    }
  }
}
