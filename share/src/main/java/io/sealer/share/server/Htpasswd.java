package io.sealer.share.server;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import io.sealer.oci.OciException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Users of a file as {@code htpasswd -B} writes it. A changed file counts at once; one that is
 * half-written does not. Passwords that were right are remembered as keyed hashes, for bcrypt is
 * slow on purpose, and what is slow is done by few threads at a time. Thread-safe.
 */
final class Htpasswd {
  private static final int REMEMBERED = 4096;
  private static final int AT_ONCE = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  // What an unknown user costs, so that time does not tell who is known.
  private static final String NOBODY =
      "$2y$05$abcdefghijklmnopqrstuuO1XyJb3y8bKkYtVrNVbFJx7Q1wqzZ2m";

  private final Path file;
  private final SecretKeySpec key;
  private final Semaphore slow = new Semaphore(AT_ONCE);
  private volatile Users users;

  /** What one version of the file says. */
  private record Users(Map<String, String> hashes, String stamp, Set<String> right) {}

  private Htpasswd(Path file, Users users) {
    this.file = file;
    this.users = users;
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, "HmacSHA256");
  }

  /**
   * Reads the file.
   *
   * @throws OciException when it has no users, or others than bcrypt's hashes
   */
  static Htpasswd load(Path file) throws IOException {
    return new Htpasswd(file, read(file));
  }

  /** Whether this is the user's password. */
  boolean knows(String user, String password) throws IOException {
    Users now = current();
    String proof = proof(user, password);
    if (now.right().contains(proof)) {
      return true;
    }
    String hash = now.hashes().getOrDefault(user, NOBODY);
    if (!verify(password, hash) || !now.hashes().containsKey(user)) {
      return false;
    }
    if (now.right().size() < REMEMBERED) {
      now.right().add(proof);
    }
    return true;
  }

  private boolean verify(String password, String hash) {
    slow.acquireUninterruptibly();
    try {
      return BCrypt.verifyer(
              BCrypt.Version.VERSION_2Y, LongPasswordStrategies.truncate(BCrypt.Version.VERSION_2Y))
          .verify(
              password.getBytes(StandardCharsets.UTF_8), hash.getBytes(StandardCharsets.US_ASCII))
          .verified;
    } finally {
      slow.release();
    }
  }

  private String proof(String user, String password) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(user.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return HexFormat.of().formatHex(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private Users current() throws IOException {
    Users now = users;
    if (!now.stamp().equals(stamp(file))) {
      try {
        now = read(file);
        users = now;
      } catch (OciException unusable) {
        return now; // being written; the next request looks again
      }
    }
    return now;
  }

  private static String stamp(Path file) throws IOException {
    if (!Files.exists(file)) {
      return "";
    }
    var is = Files.readAttributes(file, BasicFileAttributes.class);
    return is.fileKey() + " " + is.lastModifiedTime() + " " + is.size();
  }

  private static Users read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new OciException(file + " does not exist", "htpasswd -B -c " + file + " USER makes it");
    }
    String stamp = stamp(file);
    var hashes = new HashMap<String, String>();
    List<String> lines = Files.readAllLines(file);
    for (int n = 0; n < lines.size(); n++) {
      String line = lines.get(n).strip();
      int colon = line.indexOf(':');
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (colon < 1 || !line.substring(colon + 1).matches("\\$2[abxy]?\\$\\d\\d\\$.{53}")) {
        throw new OciException(
            file + ":" + (n + 1) + ": is not USER:HASH with a hash of bcrypt",
            "write it with 'htpasswd -B'");
      }
      hashes.put(line.substring(0, colon), line.substring(colon + 1));
    }
    if (hashes.isEmpty()) {
      throw new OciException(file + " has no users", "htpasswd -B " + file + " USER adds one");
    }
    return new Users(hashes, stamp, ConcurrentHashMap.newKeySet());
  }
}
