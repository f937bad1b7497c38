package io.sealer.build.launch;

import io.sealer.build.launch.Call.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;

/**
 * Reads launch commands: follows {@code cd}, {@code sh -c}, scripts of the image and prefixes such
 * as {@code sudo} and {@code env}, and tells what Helm, kubectl and container runtimes would be
 * asked for. Nothing is run. Not thread-safe.
 */
public final class LaunchReader {
  private static final int MOST_SCRIPTS = 20;
  private static final String SCRIPT = "script";
  private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash", "zsh");
  private static final Set<String> RUNTIMES =
      Set.of("crictl", "ctr", "docker", "nerdctl", "podman");

  /** Words before a command that do not change which one it is. */
  private static final Set<String> PREFIXES =
      Set.of(
          "sudo", "exec", "time", "env", "nohup", "command", "if", "then", "else", "elif", "while",
          "until", "do", "!", "{", "timeout", "retry", "eval");

  private final Files files;
  private final List<Call> calls = new ArrayList<>();
  private int scripts;

  /** The image's files. */
  public interface Files {
    /** Whether there is a file or directory. */
    boolean exists(String path);

    /** The text of a file, if there is one that is known. */
    Optional<String> text(String path) throws IOException;
  }

  /** A reader over an image's files. */
  public LaunchReader(Files files) {
    this.files = files;
  }

  /** What commands would do, in order. */
  public static List<Call> read(List<Script> launched, Files files) throws IOException {
    var reader = new LaunchReader(files);
    for (Script script : launched) {
      reader.scripts = 0;
      reader.script(
          script.text(),
          new Directory(script.directory(), files::exists),
          script.at(),
          script.env());
    }
    return List.copyOf(reader.calls);
  }

  private void script(String text, Directory from, Place at, Map<String, String> given)
      throws IOException {
    var env = new LinkedHashMap<>(given);
    Directory here = from;
    boolean isFile = at.how().equals(SCRIPT);
    // Assignments count for what follows, so a script is read a command at a time.
    for (ShellWords.Command command : ShellWords.commands(text, env)) {
      Place place = isFile ? new Place(at.file(), command.line(), at.how()) : at;
      List<String> words = substitute(unwrapped(command.words(), env), env);
      if (words.isEmpty()) {
        continue;
      }
      if (words.getFirst().equals("cd")) {
        here = words.size() > 1 ? here.change(words.get(1)) : here;
      } else {
        command(words, here, place, env);
      }
    }
  }

  /** Variables that the script itself has set since. */
  private static List<String> substitute(List<String> words, Map<String, String> env) {
    return words.stream()
        .map(
            word -> {
              String value = word;
              for (Map.Entry<String, String> variable : env.entrySet()) {
                value =
                    value
                        .replace("${" + variable.getKey() + "}", variable.getValue())
                        .replaceAll(
                            "\\$" + variable.getKey() + "(?!\\w)",
                            Matcher.quoteReplacement(variable.getValue()));
              }
              return value;
            })
        .toList();
  }

  /** The command behind assignments and prefixes. */
  private static List<String> unwrapped(List<String> words, Map<String, String> env) {
    int first = 0;
    boolean prefixed = false;
    while (first < words.size()) {
      String word = words.get(first);
      if (word.matches("[A-Za-z_]\\w*=.*")) {
        env.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
      } else if (word.equals("export") || PREFIXES.contains(word)) {
        prefixed = true;
      } else if (!prefixed || !word.matches("-.*|[0-9.]+[smh]?")) {
        break;
      }
      first++;
    }
    return words.subList(first, words.size());
  }

  private void command(List<String> words, Directory here, Place at, Map<String, String> env)
      throws IOException {
    String name = words.getFirst().substring(words.getFirst().lastIndexOf('/') + 1);
    List<String> rest = words.subList(1, words.size());
    if (name.equals("helm")) {
      calls.addAll(HelmCommand.read(rest, here, at));
    } else if (name.equals("k3s") && !rest.isEmpty()) {
      command(rest, here, at, env);
    } else if (name.equals("kubectl")) {
      calls.addAll(KubectlCommand.read(rest, here, at));
    } else if (RUNTIMES.contains(name)) {
      calls.addAll(KubectlCommand.runtime(rest, at));
    } else if (SHELLS.contains(name) || name.equals(".") || name.equals("source")) {
      shell(rest, here, at, env);
    } else if (words.getFirst().contains("/")) {
      file(words.getFirst(), here, env);
    }
  }

  private void shell(List<String> rest, Directory here, Place at, Map<String, String> env)
      throws IOException {
    for (int i = 0; i < rest.size(); i++) {
      String word = rest.get(i);
      if (word.matches("-[a-z]*c") && i + 1 < rest.size()) {
        if (scripts++ < MOST_SCRIPTS) {
          script(rest.get(i + 1), here, at, env);
        }
        return;
      }
      if (!word.startsWith("-") && !word.equals("pipefail")) {
        file(word, here, env);
        return;
      }
    }
  }

  private void file(String word, Directory here, Map<String, String> env) throws IOException {
    String path = here.resolve(word);
    Optional<String> text = files.text(path);
    if (text.isPresent() && scripts++ < MOST_SCRIPTS) {
      script(text.get(), here, new Place(path, 0, SCRIPT), env);
    }
  }
}
