package io.sealer.share.serve;

/**
 * Limits of the JDK's http server, which has them as system properties of the whole process: small
 * answers leave at once, slow and idle clients are cut off, and connections are counted.
 */
public final class HttpLimits {
  private HttpLimits() {}

  /**
   * To be called before the first server of the process is made.
   *
   * @param connections most connections at once; further ones are closed
   */
  public static void apply(int connections) {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxReqTime", "15");
    System.setProperty("sun.net.httpserver.maxReqHeaders", "64");
    System.setProperty("sun.net.httpserver.idleInterval", "60");
    System.setProperty("jdk.httpserver.maxConnections", String.valueOf(connections));
  }
}
