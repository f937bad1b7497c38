package io.sealer.run.pki;

import java.time.Duration;
import java.util.List;

/**
 * Whom a certificate is for.
 *
 * @param commonName its name
 * @param organizations groups it belongs to
 * @param server whether it serves
 * @param client whether it is a client
 * @param names DNS names it serves under
 * @param addresses IP addresses it serves under
 * @param valid how long from now
 */
record Subject(
    String commonName,
    List<String> organizations,
    boolean server,
    boolean client,
    List<String> names,
    List<String> addresses,
    Duration valid) {
  Subject {
    organizations = List.copyOf(organizations);
    names = List.copyOf(names);
    addresses = List.copyOf(addresses);
  }

  static Subject client(String commonName, String... organizations) {
    return new Subject(
        commonName,
        List.of(organizations),
        false,
        true,
        List.of(),
        List.of(),
        Certificates.FOR_EVER);
  }

  static Subject server(String commonName, List<String> names, List<String> addresses) {
    return new Subject(commonName, List.of(), true, false, names, addresses, Certificates.FOR_EVER);
  }

  static Subject both(String commonName, List<String> names, List<String> addresses) {
    return new Subject(commonName, List.of(), true, true, names, addresses, Certificates.FOR_EVER);
  }

  Subject valid(Duration value) {
    return new Subject(commonName, organizations, server, client, names, addresses, value);
  }
}
