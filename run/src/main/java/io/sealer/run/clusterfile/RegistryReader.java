package io.sealer.run.clusterfile;

import io.sealer.host.Secret;
import io.sealer.oci.Reference;
import io.sealer.run.clusterfile.RegistrySpec.Credentials;
import io.sealer.run.clusterfile.RegistrySpec.External;
import io.sealer.run.clusterfile.RegistrySpec.Local;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code spec.registry}. */
final class RegistryReader {
  private RegistryReader() {}

  static RegistrySpec registry(Fields fields) {
    var registry =
        new RegistrySpec(
            fields.object("localRegistry").map(RegistryReader::local).orElse(Local.DEFAULT),
            fields.object("externalRegistry").flatMap(RegistryReader::external));
    fields.end();
    return registry;
  }

  private static Local local(Fields fields) {
    var local =
        new Local(
            fields.parsed("domain", RegistryReader::host).orElse(Local.DEFAULT.domain()),
            fields.number("port", 1, 65_535).orElse(Local.DEFAULT.port()),
            credentials(fields),
            fields.flag("ha", true),
            fields.flag("insecure", false),
            fields.object("cert").map(RegistryReader::certNames).orElse(List.of()),
            fields.parsedList("deployHosts", Addresses::parse).stream()
                .flatMap(List::stream)
                .toList());
    fields.end();
    return local;
  }

  /** A host as it stands in image names; its port is a field of its own. */
  private static String host(String text) {
    try {
      if (!text.contains(":")) {
        return Reference.parse(text + ":1/image").registry().replaceFirst(":1$", "");
      }
    } catch (IllegalArgumentException e) {
      // told below, in words of this file
    }
    throw new IllegalArgumentException("domain '" + text + "' must be a host name without a port");
  }

  private static List<String> certNames(Fields cert) {
    var names = new ArrayList<String>();
    cert.object("subjectAltName")
        .ifPresent(
            alt -> {
              names.addAll(alt.texts("dnsNames"));
              names.addAll(alt.texts("ips"));
              alt.end();
            });
    cert.end();
    return names;
  }

  private static Optional<External> external(Fields fields) {
    fields.require("domain");
    Optional<Credentials> credentials = credentials(fields);
    int port = fields.number("port", 0, 65_535).orElse(0);
    String project = fields.parsed("project", RegistryReader::project).orElse("");
    Optional<Path> authority = fields.text("ca").map(ClusterReader::home);
    Optional<External> external =
        fields
            .parsed("domain", RegistryReader::host)
            .map(domain -> new External(domain, port, project, credentials, authority));
    fields.end();
    return external;
  }

  /** The first part of repositories; more than one with slashes between. */
  private static String project(String text) {
    try {
      return Reference.parse("localhost/" + text + "/image:1")
          .repository()
          .replaceFirst("/image$", "");
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("project '" + text + "' cannot stand in image names", e);
    }
  }

  private static Optional<Credentials> credentials(Fields fields) {
    Optional<String> user = fields.text("username");
    Optional<Secret> password = fields.text("password").map(Secret::of);
    if (password.isPresent() && user.isEmpty()) {
      fields.problems().at(fields.node(), "password without a username");
    }
    return user.map(u -> new Credentials(u, password));
  }
}
