package io.sealer.run.clusterfile;

import io.sealer.host.Secret;
import io.sealer.run.clusterfile.RegistrySpec.Credentials;
import io.sealer.run.clusterfile.RegistrySpec.External;
import io.sealer.run.clusterfile.RegistrySpec.Local;
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
            fields.text("domain").orElse(Local.DEFAULT.domain()),
            fields.number("port", 1, 65_535).orElse(Local.DEFAULT.port()),
            credentials(fields),
            fields.flag("ha", true),
            fields.flag("insecure", false),
            fields.object("cert").map(RegistryReader::certNames).orElse(List.of()));
    fields.end();
    return local;
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
    Optional<External> external =
        fields.text("domain").map(domain -> new External(domain, port, credentials));
    fields.end();
    return external;
  }

  private static Optional<Credentials> credentials(Fields fields) {
    Optional<String> user = fields.text("username");
    Optional<Secret> password = fields.text("password").map(Secret::of);
    if (user.isPresent() != password.isPresent()) {
      fields.problems().at(fields.node(), "username and password belong together");
    }
    return user.flatMap(u -> password.map(p -> new Credentials(u, p)));
  }
}
