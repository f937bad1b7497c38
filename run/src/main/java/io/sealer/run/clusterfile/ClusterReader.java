package io.sealer.run.clusterfile;

import io.sealer.host.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a Cluster of version 2 (sealer-reference, 3.2). */
final class ClusterReader {
  private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

  private ClusterReader() {}

  static Cluster cluster(Fields document) {
    document.value("apiVersion");
    document.value("kind");
    document.value("status");
    String name = document.object("metadata").map(ClusterReader::name).orElse(Cluster.DEFAULT_NAME);
    document.require("spec");
    Cluster cluster =
        document.object("spec").map(spec -> spec(name, spec)).orElseGet(() -> Cluster.named(name));
    document.end();
    return cluster;
  }

  static String name(Fields metadata) {
    String name = metadata.parsed("name", ClusterReader::checked).orElse(Cluster.DEFAULT_NAME);
    metadata.value("annotations");
    metadata.value("labels");
    metadata.value("creationTimestamp");
    metadata.end();
    return name;
  }

  /** A cluster's name becomes a directory: nothing else may be in it. */
  static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "cluster name '" + name + "' must be lower-case letters, digits and hyphens");
    }
    return name;
  }

  private static Cluster spec(String name, Fields spec) {
    var cluster =
        new Cluster(
            name,
            spec.text("image"),
            spec.pairs("env"),
            spec.object("ssh").map(ClusterReader::ssh).orElse(Ssh.NOTHING),
            groups(spec),
            spec.object("registry").map(RegistryReader::registry).orElse(RegistrySpec.DEFAULT),
            spec.texts("cmd"),
            spec.pairs("cmd_args"),
            spec.value("appNames").map(n -> spec.texts("appNames")),
            spec.object("containerRuntime").flatMap(ClusterReader::runtime),
            aliases(spec),
            spec.parsed("dataRoot", ClusterReader::absolute).orElse(Cluster.DEFAULT_DATA_ROOT),
            spec.parsed("provider", ClusterReader::provider).orElse(ProviderKind.BAREMETAL));
    spec.end();
    return cluster;
  }

  static ProviderKind provider(String text) {
    return switch (text) {
      case "BAREMETAL" -> ProviderKind.BAREMETAL;
      case "CONTAINER" -> ProviderKind.CONTAINER;
      default ->
          throw new IllegalArgumentException(
              "provider '" + text + "' is none of BAREMETAL, CONTAINER");
    };
  }

  private static String absolute(String path) {
    if (!path.startsWith("/") || Path.of(path).normalize().getNameCount() < 2) {
      throw new IllegalArgumentException(
          "dataRoot '" + path + "' must be an absolute path of at least two directories");
    }
    return Path.of(path).normalize().toString();
  }

  private static Optional<String> runtime(Fields fields) {
    Optional<String> type =
        fields.parsed(
            "type",
            text -> {
              if (!text.equals("containerd") && !text.equals("docker")) {
                throw new IllegalArgumentException(
                    "container runtime '" + text + "' is none of containerd, docker");
              }
              return text;
            });
    fields.end();
    return type;
  }

  private static List<HostAlias> aliases(Fields spec) {
    var all = new ArrayList<HostAlias>();
    for (Fields alias : spec.objects("hostAliases")) {
      alias.require("ip");
      alias.require("hostnames");
      Optional<String> ip = alias.parsed("ip", text -> Addresses.parse(text).getFirst());
      List<String> names = alias.texts("hostnames");
      alias.end();
      ip.ifPresent(address -> all.add(new HostAlias(address, names)));
    }
    return all;
  }

  private static List<HostGroup> groups(Fields spec) {
    var all = new ArrayList<HostGroup>();
    for (Fields group : spec.objects("hosts")) {
      if (group.value("count").isEmpty()) {
        group.require("ips");
      }
      group.require("roles");
      all.add(group(group));
      group.end();
    }
    return all;
  }

  private static HostGroup group(Fields group) {
    List<String> ips =
        group.parsedList("ips", Addresses::parse).stream().flatMap(List::stream).toList();
    return new HostGroup(
        ips,
        group.number("count", 1, 100).orElse(0),
        group.parsedList("roles", ClusterReader::role),
        group.object("ssh").map(ClusterReader::ssh).orElse(Ssh.NOTHING),
        group.pairs("env"),
        group.textMap("labels"),
        group.parsedList("taints", Taint::parse));
  }

  private static String role(String role) {
    if (!NAME.matcher(role).matches()) {
      throw new IllegalArgumentException(
          "role '" + role + "' must be lower-case letters, digits and hyphens");
    }
    return role;
  }

  static Ssh ssh(Fields fields) {
    if (fields.flag("encrypted", false)) {
      fields.value("encrypted").ifPresent(n -> fields.problems().at(n, ENCRYPTED));
    }
    var ssh =
        new Ssh(
            fields.text("user"),
            fields.text("passwd").map(Secret::of),
            fields.text("pk").map(ClusterReader::home),
            fields.text("pkPasswd").map(Secret::of),
            fields.number("port", 1, 65_535),
            fields.text("sudoPasswd").map(Secret::of));
    fields.end();
    return ssh;
  }

  private static final String ENCRYPTED =
      "passwords encrypted by sealer 0.8 used a key that everybody knows; write them plainly with"
          + " mode 0600, or give SEALER_PASSWORD";

  static Path home(String path) {
    String home = System.getProperty("user.home", "/");
    return Path.of(path.startsWith("~/") ? home + path.substring(1) : path);
  }
}
