package io.sealer.oci.registry;

import io.sealer.oci.registry.http.Loopback;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How registries are reached, by host as written in image names ({@code host} or {@code
 * host:port}).
 *
 * <p>Everything is spoken to over TLS, except hosts in {@code plainHttp} and loopback ({@code
 * localhost}, {@code 127.0.0.0/8}, {@code [::1]}), which is spoken to in plain HTTP unless there
 * are CA certificates for it (or for every host) or its {@code skipVerify} is set.
 *
 * @param plainHttp hosts without TLS
 * @param skipVerify hosts whose certificate is not verified
 * @param caFiles PEM files of further certificate authorities, by host
 * @param caForAll PEM files of further certificate authorities for every host
 */
public record Hosts(
    Set<String> plainHttp,
    Set<String> skipVerify,
    Map<String, List<Path>> caFiles,
    List<Path> caForAll) {
  public static final Hosts DEFAULT = new Hosts(Set.of(), Set.of(), Map.of(), List.of());

  public Hosts {
    plainHttp = Set.copyOf(plainHttp);
    skipVerify = Set.copyOf(skipVerify);
    caFiles = Map.copyOf(caFiles);
    caForAll = List.copyOf(caForAll);
  }

  public Hosts withPlainHttp(String host) {
    return new Hosts(plus(plainHttp, host), skipVerify, caFiles, caForAll);
  }

  public Hosts withSkipVerify(String host) {
    return new Hosts(plainHttp, plus(skipVerify, host), caFiles, caForAll);
  }

  /** Trusts the authorities in this file for one host. */
  public Hosts withCa(String host, Path file) {
    var more = new LinkedHashMap<>(caFiles);
    var files = new ArrayList<>(more.getOrDefault(normal(host), List.of()));
    files.add(file);
    more.put(normal(host), List.copyOf(files));
    return new Hosts(plainHttp, skipVerify, more, caForAll);
  }

  /** Trusts the authorities in this file for every host. */
  public Hosts withCa(Path file) {
    var more = new ArrayList<>(caForAll);
    more.add(file);
    return new Hosts(plainHttp, skipVerify, caFiles, more);
  }

  /** {@code http} or {@code https}. */
  String scheme(String host) {
    String name = normal(host);
    if (plainHttp.contains(name)) {
      return "http";
    }
    boolean tls = !authorities(name).isEmpty() || skipVerify.contains(name);
    return !tls && Loopback.is(name.replaceFirst(":[0-9]+$", "")) ? "http" : "https";
  }

  boolean verifies(String host) {
    return !skipVerify.contains(normal(host));
  }

  List<Path> authorities(String host) {
    var all = new ArrayList<>(caForAll);
    all.addAll(caFiles.getOrDefault(normal(host), List.of()));
    return all;
  }

  private static Set<String> plus(Set<String> set, String host) {
    var more = new HashSet<>(set);
    more.add(normal(host));
    return more;
  }

  private static String normal(String host) {
    return host.toLowerCase(Locale.ROOT).replaceFirst(":443$", "");
  }
}
