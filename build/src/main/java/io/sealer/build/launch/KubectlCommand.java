package io.sealer.build.launch;

import io.sealer.build.launch.Call.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code kubectl} commands, and those of container runtimes that pull images. */
final class KubectlCommand {
  private static final Map<Character, String> SHORTS =
      Map.of(
          'f',
          "filename",
          'k',
          "kustomize",
          'n',
          "namespace",
          'R',
          "recursive",
          'o',
          "output",
          'l',
          "selector");
  private static final Set<String> BARE =
      Set.of(
          "recursive",
          "server-side",
          "force-conflicts",
          "force",
          "prune",
          "all",
          "wait",
          "validate",
          "dry-run",
          "save-config",
          "overwrite",
          "edit",
          "rm",
          "attach",
          "stdin",
          "tty",
          "quiet",
          "restart",
          "command",
          "expose",
          "all-namespaces",
          "A",
          "i",
          "t",
          "it",
          "record");
  private static final Map<Character, String> RUNTIME_SHORTS = Map.of('n', "namespace");

  private KubectlCommand() {}

  static List<Call> read(List<String> words, Directory directory, Place at) {
    Arguments all = Arguments.read(words, SHORTS, BARE);
    String verb = all.plain().isEmpty() ? "" : all.plain().getFirst();
    return switch (verb) {
      case "apply", "create", "replace" -> {
        var calls = new ArrayList<Call>(images(all, at));
        calls.addAll(files(all, directory, at));
        yield calls;
      }
      case "run", "debug" -> images(all, at);
      case "set" ->
          all.plain().size() > 2 && all.plain().get(1).equals("image")
              ? set(all.plain().subList(3, all.plain().size()), at)
              : List.of();
      default -> List.of();
    };
  }

  private static List<Call> images(Arguments all, Place at) {
    return all.all("image").stream().<Call>map(name -> new Call.Image(at, name)).toList();
  }

  /** {@code kubectl set image deployment/web web=nginx:1}. */
  private static List<Call> set(List<String> words, Place at) {
    return words.stream()
        .filter(word -> word.contains("="))
        .<Call>map(word -> new Call.Image(at, word.substring(word.indexOf('=') + 1)))
        .toList();
  }

  private static List<Call> files(Arguments all, Directory directory, Place at) {
    var calls = new ArrayList<Call>();
    for (String flag : List.of("filename", "kustomize")) {
      boolean kustomize = flag.equals("kustomize");
      for (String path :
          all.all(flag).stream().flatMap(v -> Arrays.stream(v.split(","))).toList()) {
        if (path.contains("://") || (kustomize && path.matches("[\\w-]+\\.\\w+/.*|.*\\?ref=.*"))) {
          calls.add(new Call.Remote(at, path));
        } else if (!path.equals("-") && !path.isEmpty()) {
          calls.add(new Call.Apply(at, directory.resolve(path), kustomize, all.has("recursive")));
        }
      }
    }
    return calls;
  }

  /** {@code crictl pull}, {@code ctr images pull}, {@code docker pull}, {@code nerdctl pull}. */
  static List<Call> runtime(List<String> words, Place at) {
    List<String> plain =
        Arguments.read(words, RUNTIME_SHORTS, Set.of("q", "quiet", "plain-http")).plain();
    int pull = plain.indexOf("pull");
    return pull >= 0 && pull < 2 && plain.size() > pull + 1
        ? List.of(new Call.Image(at, plain.getLast()))
        : List.of();
  }
}
