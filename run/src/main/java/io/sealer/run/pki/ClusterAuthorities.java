package io.sealer.run.pki;

import io.sealer.host.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who signs in a Kubernetes cluster: three authorities, and the key of service accounts. They exist
 * in memory here and as files on masters, never on this machine's disk. Immutable and thread-safe.
 */
public final class ClusterAuthorities {
  private static final String SERVICE_KEY = "sa.key";

  /** What is there last, when files are written in the order of {@link #FILES}. */
  private static final String SERVICE_PUBLIC = "sa.pub";

  /** Their files below {@code /etc/kubernetes/pki}. */
  public static final List<String> FILES =
      List.of(
          "ca.crt",
          "ca.key",
          "etcd/ca.crt",
          "etcd/ca.key",
          "front-proxy-ca.crt",
          "front-proxy-ca.key",
          SERVICE_KEY,
          SERVICE_PUBLIC);

  private final Map<String, Secret> files;
  private final Certificates.Pair cluster;
  private final Certificates.Pair etcd;
  private final Certificates.Pair frontProxy;

  private ClusterAuthorities(Map<String, Secret> files) throws GeneralSecurityException {
    this.files = new LinkedHashMap<>(files);
    this.cluster = pair("ca");
    this.etcd = pair("etcd/ca");
    this.frontProxy = pair("front-proxy-ca");
  }

  /**
   * New ones.
   *
   * @param valid how long the authorities' certificates are
   */
  public static ClusterAuthorities make(Duration valid)
      throws GeneralSecurityException, java.io.IOException {
    var files = new LinkedHashMap<String, Secret>();
    put(files, "ca", Certificates.authority("kubernetes", valid));
    put(files, "etcd/ca", Certificates.authority("etcd-ca", valid));
    put(files, "front-proxy-ca", Certificates.authority("front-proxy-ca", valid));
    KeyPair service = Certificates.rsa();
    files.put(SERVICE_KEY, Secret.of(Pem.of(service.getPrivate())));
    files.put(SERVICE_PUBLIC, Secret.of(Pem.of(service.getPublic())));
    return new ClusterAuthorities(files);
  }

  /**
   * Those that a master holds.
   *
   * @param files text by path, all of {@link #FILES}
   */
  public static ClusterAuthorities read(Map<String, Secret> files) throws GeneralSecurityException {
    if (!files.keySet().containsAll(FILES)) {
      throw new GeneralSecurityException("files of the authorities are missing");
    }
    return new ClusterAuthorities(files);
  }

  private static void put(Map<String, Secret> files, String name, Certificates.Pair pair) {
    files.put(name + ".crt", Secret.of(Pem.of(pair.certificate())));
    files.put(name + ".key", Secret.of(Pem.of(pair.key())));
  }

  private Certificates.Pair pair(String name) throws GeneralSecurityException {
    return new Certificates.Pair(
        Pem.certificate(text(name + ".crt")), Pem.key(text(name + ".key")));
  }

  private String text(String file) throws GeneralSecurityException {
    Secret found = files.get(file);
    if (found == null) {
      throw new GeneralSecurityException(file + " is missing");
    }
    return found.revealText();
  }

  /** All files, in the order in which they are written. */
  public Map<String, Secret> files() {
    var ordered = new LinkedHashMap<String, Secret>();
    for (String file : FILES) {
      Secret content = files.get(file);
      if (content != null) {
        ordered.put(file, content);
      }
    }
    return ordered;
  }

  /** The cluster's authority, PEM. */
  public String certificate() {
    return Pem.of(cluster.certificate());
  }

  Certificates.Pair cluster() {
    return cluster;
  }

  Certificates.Pair etcd() {
    return etcd;
  }

  Certificates.Pair frontProxy() {
    return frontProxy;
  }
}
