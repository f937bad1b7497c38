package io.sealer.cli.environment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What this build of sealer is. Uses nothing but the JDK's core, so that it answers at once. */
public record Version(String version, String commit, String java, String platform) {

  /** This build. */
  public static Version current() {
    var built = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("build.properties")) {
      if (in != null) {
        built.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read build.properties of this sealer", e);
    }
    String arch =
        System.getProperty("os.arch").equals("aarch64") ? "arm64" : System.getProperty("os.arch");
    return new Version(
        built.getProperty("version", "unknown"),
        built.getProperty("commit", "unknown"),
        System.getProperty("java.version"),
        "linux/" + arch);
  }

  /** One line for people. */
  public String text() {
    return "sealer %s (commit %s, java %s, %s)".formatted(version, commit, java, platform);
  }
}
