package io.sealer.oci;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An operating system and processor (OCI image-index.md, "platform"), written {@code linux/arm64}
 * or {@code linux/arm/v7}.
 *
 * @param os as GOOS
 * @param architecture as GOARCH
 * @param variant processor variant, or empty
 */
public record Platform(String os, String architecture, Optional<String> variant) {
  public static final Platform LINUX_AMD64 = new Platform("linux", "amd64", Optional.empty());
  public static final Platform LINUX_ARM64 = new Platform("linux", "arm64", Optional.empty());

  /**
   * Parses {@code os/arch[/variant]}; {@code linux/arm64/v8} is the same as {@code linux/arm64}.
   */
  public static Platform parse(String text) {
    String[] parts = text.toLowerCase(Locale.ROOT).split("/", -1);
    if (parts.length < 2 || parts.length > 3 || List.of(parts).contains("")) {
      throw new IllegalArgumentException(
          "platform must look like linux/amd64 or linux/arm/v7, got '" + text + "'");
    }
    return of(parts[0], parts[1], parts.length == 3 ? Optional.of(parts[2]) : Optional.empty());
  }

  /** A platform in normal form: arm64's only variant v8 is left out. */
  public static Platform of(String os, String architecture, Optional<String> variant) {
    boolean usual = architecture.equals("arm64") && variant.filter("v8"::equals).isPresent();
    return new Platform(os, architecture, usual ? Optional.empty() : variant);
  }

  /** The platform of a Linux machine that says this in {@code uname -m}. */
  public static Platform ofMachine(String machine) {
    return switch (machine) {
      case "x86_64", "amd64" -> LINUX_AMD64;
      case "aarch64", "arm64" -> LINUX_ARM64;
      case "armv7l" -> new Platform("linux", "arm", Optional.of("v7"));
      default -> new Platform("linux", machine, Optional.empty());
    };
  }

  /** The platform of this machine. */
  public static Platform local() {
    return ofMachine(System.getProperty("os.arch"));
  }

  @Override
  public String toString() {
    return os + "/" + architecture + variant.map(v -> "/" + v).orElse("");
  }

  /** Whether it is meant when this is asked for; without a variant, all variants are. */
  public boolean covers(Platform other) {
    return os.equals(other.os)
        && architecture.equals(other.architecture)
        && (variant.isEmpty() || variant.equals(other.variant));
  }
}
