package io.sealer.run.support;

import io.sealer.host.Secret;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.clusterfile.ClusterfileWriter;
import io.sealer.run.clusterfile.RegistrySpec;
import io.sealer.run.clusterfile.Ssh;
import io.sealer.run.support.scrub.SecretName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Secrets that a Clusterfile has: logins, and the values of env, files and configurations whose
 * names speak of a secret, so that they are found where no name stands before them.
 */
public final class ClusterSecrets {
  private static final Pattern PAIR = Pattern.compile("([\\w.-]{1,64})=(.*)", Pattern.DOTALL);
  private static final Pattern URL_PASSWORD =
      Pattern.compile("://[^/\\s:@]{0,128}:([^/\\s]{1,256})@");

  /** What goes into a Secret is one, unless it is a short word that stands everywhere. */
  private static final int SHORTEST_OF_SECRETS = 8;

  private final Set<String> found = new LinkedHashSet<>();

  private ClusterSecrets() {}

  /** All that are in this one. */
  public static Set<String> of(Clusterfile file) {
    var secrets = new ClusterSecrets();
    ssh(file).map(Secret::revealText).forEach(secrets.found::add);
    registry(file.cluster().registry()).map(Secret::revealText).forEach(secrets.found::add);
    structures(ClusterfileWriter.write(file)).forEach(secrets::look);
    file.configs().stream()
        .filter(config -> config.process().contains("toSecret"))
        .forEach(config -> secrets.leaves(config.data()));
    return secrets.found;
  }

  private static Stream<Secret> ssh(Clusterfile file) {
    return Stream.concat(
            Stream.of(file.cluster().ssh()), file.cluster().hosts().stream().map(ClusterHost::ssh))
        .flatMap(ClusterSecrets::ssh);
  }

  private static Stream<Secret> ssh(Ssh ssh) {
    return Stream.of(ssh.password(), ssh.keyPassphrase(), ssh.sudoPassword())
        .flatMap(Optional::stream);
  }

  private static Stream<Secret> registry(RegistrySpec spec) {
    return Stream.of(
            spec.local().credentials(), spec.external().flatMap(RegistrySpec.External::credentials))
        .flatMap(Optional::stream)
        .flatMap(login -> login.password().stream());
  }

  /** Structures that a text is made of, when it is YAML or JSON; other text has no names. */
  private static List<Object> structures(String text) {
    var all = new ArrayList<Object>();
    try {
      for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(text)) {
        if (document instanceof Map || document instanceof Iterable) {
          all.add(document);
        }
      }
    } catch (YamlEngineException e) {
      return List.of();
    }
    return all;
  }

  private void look(@Nullable Object node) {
    switch (node) {
      case Map<?, ?> map -> {
        map.forEach((key, value) -> named(String.valueOf(key), value));
        if (map.get("name") instanceof String name) {
          named(name, map.get("value"));
        }
      }
      case Iterable<?> list -> list.forEach(this::look);
      case String text -> scalar(text);
      case null, default -> {
        // Numbers have no names in them.
      }
    }
  }

  private void named(String name, @Nullable Object value) {
    Optional<SecretName> kind = SecretName.of(name);
    if (kind.isPresent()) {
      secret(kind.get(), value);
    }
    look(value);
  }

  private void secret(SecretName kind, @Nullable Object value) {
    switch (value) {
      case Map<?, ?> _ -> {
        // Its own names tell.
      }
      case Iterable<?> list -> list.forEach(element -> secret(kind, element));
      case null -> {
        // Nothing is secret of it.
      }
      case Object scalar -> {
        if (kind.isSecret(scalar.toString())) {
          found.add(scalar.toString());
        }
      }
    }
  }

  private void scalar(String text) {
    Matcher pair = PAIR.matcher(text);
    Matcher url = URL_PASSWORD.matcher(text);
    while (url.find()) {
      found.add(url.group(1));
    }
    if (pair.matches()) {
      named(pair.group(1), pair.group(2));
    } else if (text.contains(":")) {
      structures(text).forEach(this::look);
    }
  }

  private void leaves(String data) {
    List<Object> structures = structures(data);
    if (structures.isEmpty()) {
      leaf(data);
    }
    structures.forEach(this::leaf);
  }

  private void leaf(@Nullable Object node) {
    switch (node) {
      case Map<?, ?> map -> map.values().forEach(this::leaf);
      case Iterable<?> list -> list.forEach(this::leaf);
      case null -> {
        // Nothing is secret of it.
      }
      case Object scalar -> {
        String text = scalar.toString();
        if (text.length() >= SHORTEST_OF_SECRETS) {
          found.add(text);
        }
      }
    }
  }
}
