package io.sealer.share.proxy;

import io.sealer.oci.OciException;
import io.sealer.oci.Reference;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Reads {@link ProxyConfig} from YAML. */
final class ProxyConfigReader {
  private static final List<String> TOP = List.of("upstreams", "search", "freshness");
  private static final List<String> UPSTREAM =
      List.of("name", "prefix", "url", "credentials", "plainHttp", "ca", "freshness");
  private static final List<String> CREDENTIALS =
      List.of("dockerConfig", "user", "passwordFile", "passwordEnv", "password");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s|m|h)");

  private final Path file;
  private final List<String> problems = new ArrayList<>();

  private ProxyConfigReader(Path file) {
    this.file = file;
  }

  static ProxyConfig read(Path file, String text) throws OciException {
    var reader = new ProxyConfigReader(file);
    ProxyConfig config = reader.config(reader.root(text));
    if (!reader.problems.isEmpty()) {
      throw new OciException(
          String.join("\n", reader.problems), "see docs/registry-proxy.md for an example");
    }
    return config;
  }

  private Node root(String text) throws OciException {
    try {
      LoadSettings settings = LoadSettings.builder().setLabel("" + file).build();
      var parser = new ParserImpl(settings, new StreamReader(settings, text));
      return new Composer(settings, parser)
          .getSingleNode()
          .orElseThrow(() -> new OciException(file + " is empty", "name upstreams in it"));
    } catch (YamlEngineException e) {
      throw new OciException(file + " is not YAML: " + e.getMessage(), "", e);
    }
  }

  private ProxyConfig config(Node root) {
    var top = new StrictYaml(file, root, problems, TOP);
    Duration freshness = top.parsed("freshness", ProxyConfigReader::duration).orElse(Duration.ZERO);
    var upstreams = new ArrayList<Upstream>();
    for (Node node : top.list("upstreams")) {
      var fields = new StrictYaml(file, node, problems, UPSTREAM);
      upstream(fields, freshness).ifPresent(found -> add(fields, upstreams, found));
    }
    if (upstreams.isEmpty() && problems.isEmpty()) {
      top.problem("upstreams: at least one is needed");
    }
    return new ProxyConfig(upstreams, top.list("search", name -> searched(name, upstreams)));
  }

  private static void add(StrictYaml fields, List<Upstream> upstreams, Upstream next) {
    if (upstreams.stream().anyMatch(u -> meansAlso(u, next))) {
      fields.problem("another upstream is called '" + next.name() + "' or has its prefix");
    }
    upstreams.add(next);
  }

  private static boolean meansAlso(Upstream one, Upstream other) {
    return one.name().equals(other.name())
        || (one.prefix().isPresent() && one.prefix().equals(other.prefix()));
  }

  private static String searched(String name, List<Upstream> upstreams) {
    if (upstreams.stream().noneMatch(u -> u.name().equals(name))) {
      throw new IllegalArgumentException("no upstream is called '" + name + "'");
    }
    return name;
  }

  private Optional<Upstream> upstream(StrictYaml fields, Duration freshness) {
    Optional<String> name = fields.parsed("name", ProxyConfigReader::registry);
    if (name.isEmpty() && fields.value("name").isEmpty()) {
      fields.problem("an upstream needs a name, such as docker.io");
    }
    Optional<String> prefix = fields.parsed("prefix", ProxyConfigReader::component);
    Optional<URI> url = fields.parsed("url", ProxyConfigReader::url);
    Login login = fields.value("credentials").map(this::login).orElse(new Login.Anonymous());
    boolean plain = fields.flag("plainHttp");
    Optional<Path> ca = path(fields, "ca");
    Duration fresh = fields.parsed("freshness", ProxyConfigReader::duration).orElse(freshness);
    return name.map(n -> new Upstream(n, prefix, url, login, plain, ca, fresh));
  }

  private Login login(Node node) {
    var fields = new StrictYaml(file, node, problems, CREDENTIALS);
    Optional<Path> docker = path(fields, "dockerConfig");
    Optional<String> user = fields.text("user");
    Optional<Path> secret = path(fields, "passwordFile");
    Optional<String> variable = fields.text("passwordEnv");
    fields
        .value("password")
        .ifPresent(at -> fields.problem(at, "passwords do not stand here: give passwordFile"));
    if (docker.isPresent() && user.isEmpty() && secret.isEmpty() && variable.isEmpty()) {
      return new Login.DockerConfig(docker.get());
    }
    if (docker.isPresent() || user.isEmpty() || secret.isPresent() == variable.isPresent()) {
      fields.problem("give either dockerConfig, or user and passwordFile, or user and passwordEnv");
      return new Login.Anonymous();
    }
    return secret
        .<Login>map(file -> new Login.PasswordFile(user.get(), file))
        .orElseGet(() -> new Login.PasswordVariable(user.get(), variable.orElseThrow()));
  }

  /** A file that is there now; found out at the start rather than at the first pull. */
  private Optional<Path> path(StrictYaml fields, String field) {
    Optional<Path> path = fields.text(field).map(file.toAbsolutePath()::resolveSibling);
    if (path.isPresent() && !(Files.isRegularFile(path.get()) && Files.isReadable(path.get()))) {
      fields
          .value(field)
          .ifPresent(at -> fields.problem(at, "no file that can be read: " + path.get()));
    }
    return path;
  }

  private static String registry(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    return new Reference(name, "x", Optional.of("x"), Optional.empty()).registry();
  }

  private static String component(String text) {
    if (text.contains("/")) {
      throw new IllegalArgumentException("a prefix is one component of a path, without '/'");
    }
    return new Reference("localhost", text, Optional.of("x"), Optional.empty()).repository();
  }

  private static URI url(String text) {
    URI url = URI.create(text);
    boolean known = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!known || url.getHost() == null || url.getRawQuery() != null) {
      throw new IllegalArgumentException("'" + text + "' is not an address like https://HOST/PATH");
    }
    if (url.getUserInfo() != null) {
      throw new IllegalArgumentException("logins do not stand in an address: give credentials");
    }
    return url;
  }

  private static Duration duration(String text) {
    Matcher parts = DURATION.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a duration like 30s, 5m or 1h");
    }
    long count = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofHours(count);
    };
  }
}
