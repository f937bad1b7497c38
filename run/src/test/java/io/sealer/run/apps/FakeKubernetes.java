package io.sealer.run.apps;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealer.host.Command;
import io.sealer.host.Connector;
import io.sealer.host.ExecResult;
import io.sealer.host.Facts;
import io.sealer.host.FileContent;
import io.sealer.host.HostException;
import io.sealer.host.KnownHosts;
import io.sealer.host.RemoteFile;
import io.sealer.host.RemoteStat;
import io.sealer.host.Session;
import io.sealer.host.Target;
import io.sealer.run.engine.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** A master whose kubectl is only simulated: objects are kept here, other commands noted down. */
public final class FakeKubernetes implements Session {
  private final Map<String, JsonNode> objects = new TreeMap<>();
  private final Map<String, List<AppObject>> files = new LinkedHashMap<>();
  private final List<String> ran = new ArrayList<>();
  private final List<String> failing = new ArrayList<>();
  private final Map<String, String> said = new LinkedHashMap<>();
  private int asked;

  /** Lets a file that is applied have these objects. */
  void file(String name, AppObject... content) {
    files.put(name, List.of(content));
  }

  /** An object that is in the cluster. */
  void put(String manifest) {
    JsonNode json = Json.parse(manifest);
    objects.put(key(json), json);
  }

  /** Remembers an application as launched. */
  public void remember(AppRecord app) {
    put(app.manifest());
  }

  /** Lets commands that begin so fail. */
  public void failing(String command) {
    failing.add(command);
  }

  /** Lets commands that begin so say this. */
  public void answering(String command, String text) {
    said.put(command, text);
  }

  /** Names of the objects of a kind. */
  List<String> names(String kind) {
    return objects.values().stream()
        .filter(o -> o.path("kind").asString().equals(kind))
        .map(o -> o.path("metadata").path("name").asString())
        .toList();
  }

  /** What else was run here. */
  public List<String> ran() {
    return List.copyOf(ran);
  }

  /** How many commands were run here. */
  public int asked() {
    return asked;
  }

  @Override
  public ExecResult exec(Command command) {
    asked++;
    if (failing.stream().anyMatch(command.shown()::startsWith)) {
      return new ExecResult(1, "", "", List.of(), false, Duration.ZERO);
    }
    String answer = answer(command);
    if (command.stdout().isEmpty()) {
      return new ExecResult(0, answer, "", List.of(), false, Duration.ZERO);
    }
    try {
      command.stdout().get().write(answer.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ExecResult(0, "", "", List.of(), false, Duration.ZERO);
  }

  private String answer(Command command) {
    String shown = command.shown();
    for (var answer : said.entrySet()) {
      if (shown.startsWith(answer.getKey())) {
        return answer.getValue();
      }
    }
    if (shown.equals("kubectl get")) {
      return list(command.stdin().isEmpty() ? List.copyOf(objects.values()) : there(command));
    }
    if (shown.equals("kubectl get configmaps")) {
      List<String> names = arguments(command);
      return list(
          objects.values().stream()
              .filter(o -> names.contains(o.path("metadata").path("name").asString()))
              .toList());
    }
    if (shown.equals("remember the application")) {
      put(stdin(command));
      return "";
    }
    if (shown.startsWith("kubectl delete ")) {
      items(stdin(command)).forEach(o -> objects.remove(key(o)));
      return "";
    }
    if (shown.startsWith("kubectl ")) {
      return ofFile(shown);
    }
    ran.add(String.join(" ", words(command)));
    return "";
  }

  private static List<String> arguments(Command command) {
    return switch (command.body()) {
      case Command.Body.Program(List<String> argv) -> argv;
      case Command.Body.Script(String _, List<String> arguments) -> arguments;
    };
  }

  private static List<String> words(Command command) {
    return switch (command.body()) {
      case Command.Body.Program(List<String> argv) -> argv;
      case Command.Body.Script _ -> List.of(command.shown());
    };
  }

  private List<JsonNode> there(Command command) {
    return items(stdin(command)).stream()
        .map(o -> Optional.ofNullable(objects.get(key(o))))
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * {@code kubectl get FILE}, {@code kubectl apply --dry-run FILE} or {@code kubectl apply -f
   * FILE}.
   */
  private String ofFile(String shown) {
    List<AppObject> content =
        files.getOrDefault(shown.substring(shown.lastIndexOf(' ') + 1), List.of());
    if (shown.startsWith("kubectl apply -")) {
      boolean dry = shown.contains("--dry-run");
      content.stream().filter(_ -> !dry).forEach(o -> put(Json.line(o.manifest())));
    }
    var lines = new StringBuilder();
    content.stream()
        .filter(o -> shown.startsWith("kubectl apply") || objects.containsKey(key(o)))
        .map(o -> String.join("|", o.apiVersion(), o.kind(), o.namespace(), o.name()))
        .forEach(line -> lines.append(line).append('\n'));
    return lines.toString();
  }

  private static String key(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    return key(
        object.path("kind").asString(""),
        metadata.path("namespace").asString(""),
        metadata.path("name").asString(""));
  }

  private static String key(AppObject object) {
    return key(object.kind(), object.namespace(), object.name());
  }

  private static String key(String kind, String namespace, String name) {
    return kind + "/" + namespace + "/" + name;
  }

  private static String stdin(Command command) {
    try (InputStream in = command.stdin().orElseThrow().open()) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<JsonNode> items(String list) {
    return List.copyOf(Json.parse(list).path("items").values());
  }

  private static String list(List<JsonNode> items) {
    return "{\"kind\":\"List\",\"items\":["
        + String.join(",", items.stream().map(JsonNode::toString).toList())
        + "]}";
  }

  @Override
  public String host() {
    return "fake";
  }

  /** Fails as a real host does. */
  @Override
  public ExecResult run(Command command) throws HostException {
    ExecResult result = exec(command);
    if (!result.ok()) {
      var nobody = new KnownHosts(Path.of("none"), _ -> {});
      try (Session local = Connector.create(nobody).connect(Target.of("127.0.0.1").withLocal())) {
        return local.run(Command.of("false").named(command.shown()));
      }
    }
    return result;
  }

  @Override
  public boolean put(FileContent content, RemoteFile to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void get(String path, OutputStream to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<RemoteStat> stat(String path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<String> sha256(String path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Facts facts(List<String> paths) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
