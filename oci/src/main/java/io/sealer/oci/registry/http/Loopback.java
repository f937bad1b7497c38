package io.sealer.oci.registry.http;

import java.util.Locale;

/** Names and addresses that never leave this machine. */
public final class Loopback {
  private Loopback() {}

  /** Whether this host, without port, is {@code localhost}, {@code 127.0.0.0/8} or {@code ::1}. */
  public static boolean is(String host) {
    String bare = host.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$", "");
    return bare.equals("localhost")
        || bare.equals("::1")
        || bare.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");
  }
}
