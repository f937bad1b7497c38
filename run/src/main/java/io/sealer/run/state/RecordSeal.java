package io.sealer.run.state;

import io.sealer.host.Secret;
import io.sealer.run.engine.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import tools.jackson.databind.JsonNode;

/**
 * Records as JSON that only who holds the key of the cluster's authority can read or make: AES-256
 * in GCM (NIST SP 800-38D), its key derived by HKDF-SHA256 (RFC 5869). So a copy in the cluster
 * gives nothing to those who may read Secrets, and everything to root of a master. Name and
 * revision stay readable, and cannot be changed unnoticed. Immutable and thread-safe.
 */
public final class RecordSeal {
  private static final int FORMAT = 1;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKey key;

  /**
   * For one cluster.
   *
   * @param authorityKey the private key of the cluster's authority, any encoding, always the same
   */
  public RecordSeal(Secret authorityKey) throws GeneralSecurityException {
    byte[] material = authorityKey.reveal();
    try {
      HKDFParameterSpec parameters =
          HKDFParameterSpec.ofExtract()
              .addIKM(material)
              .thenExpand("sealer cluster record".getBytes(StandardCharsets.US_ASCII), 32);
      key = KDF.getInstance("HKDF-SHA256").deriveKey("AES", parameters);
    } finally {
      Arrays.fill(material, (byte) 0);
    }
  }

  /** What is readable of a sealed record. */
  public static Revision revision(String sealed) {
    return Revision.parse(Json.parse(sealed).path("revision").asString("")).orElse(Revision.NONE);
  }

  /** The record, sealed. */
  public String seal(ClusterRecord record) throws GeneralSecurityException {
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    var files = new LinkedHashMap<String, String>();
    record.files().forEach((name, content) -> files.put(name, content.revealText()));
    byte[] clear = Json.line(files).getBytes(StandardCharsets.UTF_8);
    byte[] sealed =
        cipher(Cipher.ENCRYPT_MODE, nonce, record.cluster(), record.revision()).doFinal(clear);
    var json = new LinkedHashMap<String, Object>();
    json.put("format", FORMAT);
    json.put("cluster", record.cluster());
    json.put("revision", record.revision().toString());
    json.put("nonce", Base64.getEncoder().encodeToString(nonce));
    json.put("sealed", Base64.getEncoder().encodeToString(sealed));
    return Json.line(json) + "\n";
  }

  /**
   * Opens a record.
   *
   * @throws GeneralSecurityException when it is damaged, of an unknown format, or of another
   *     cluster
   */
  public ClusterRecord open(String text) throws GeneralSecurityException {
    try {
      JsonNode json = Json.parse(text);
      if (json.path("format").asInt(0) != FORMAT) {
        throw new GeneralSecurityException("it has a format that this version does not know");
      }
      String cluster = json.path("cluster").asString("");
      Revision revision = revision(text);
      byte[] nonce = Base64.getDecoder().decode(json.path("nonce").asString(""));
      byte[] sealed = Base64.getDecoder().decode(json.path("sealed").asString(""));
      byte[] clear = cipher(Cipher.DECRYPT_MODE, nonce, cluster, revision).doFinal(sealed);
      return new ClusterRecord(cluster, revision, files(clear));
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("it is damaged", e);
    }
  }

  private static Map<String, Secret> files(byte[] clear) {
    var files = new LinkedHashMap<String, Secret>();
    Json.parse(new String(clear, StandardCharsets.UTF_8))
        .properties()
        .forEach(file -> files.put(file.getKey(), Secret.of(file.getValue().asString(""))));
    return files;
  }

  private Cipher cipher(int mode, byte[] nonce, String cluster, Revision revision)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD((FORMAT + "\n" + cluster + "\n" + revision).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
