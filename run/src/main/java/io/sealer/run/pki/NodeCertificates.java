package io.sealer.run.pki;

import io.sealer.host.Secret;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The certificates of one node as kubeadm would make them (its documentation, "PKI certificates and
 * requirements"), with ECDSA keys, which take a thousandth of the time.
 *
 * @param authorities who signs
 * @param node the node's name
 * @param address the node's address
 * @param valid how long
 */
public record NodeCertificates(
    ClusterAuthorities authorities, String node, String address, Duration valid) {
  /** Members of this group may do everything. */
  public static final String MASTERS = "system:masters";

  /**
   * Certificates and keys of a master by path below {@code /etc/kubernetes/pki}.
   *
   * @param names names and addresses of the API server
   * @param administrators group of the API server as a client of kubelets
   */
  public Map<String, Secret> ofMaster(AlternativeNames names, String administrators)
      throws GeneralSecurityException, IOException {
    var files = new LinkedHashMap<String, Secret>();
    var ca = authorities.cluster();
    var etcd = authorities.etcd();
    add(files, "apiserver", ca, Subject.server("kube-apiserver", names.names(), names.addresses()));
    add(
        files,
        "apiserver-kubelet-client",
        ca,
        Subject.client("kube-apiserver-kubelet-client", administrators));
    add(
        files,
        "front-proxy-client",
        authorities.frontProxy(),
        Subject.client("front-proxy-client"));
    add(files, "etcd/server", etcd, Subject.both(node, names.etcdNames(), names.etcdAddresses()));
    add(files, "etcd/peer", etcd, Subject.both(node, names.etcdNames(), names.etcdAddresses()));
    add(
        files,
        "etcd/healthcheck-client",
        etcd,
        Subject.client("kube-etcd-healthcheck-client", MASTERS));
    add(
        files,
        "apiserver-etcd-client",
        etcd,
        Subject.client("kube-apiserver-etcd-client", MASTERS));
    return files;
  }

  private void add(
      Map<String, Secret> files, String name, Certificates.Pair signer, Subject subject)
      throws GeneralSecurityException, IOException {
    Certificates.Pair pair = Certificates.issue(signer, subject.valid(valid));
    files.put(name + ".crt", Secret.of(Pem.of(pair.certificate())));
    files.put(name + ".key", Secret.of(Pem.of(pair.key())));
  }

  /** A client of the API server. */
  public Credential client(String user, String... groups)
      throws GeneralSecurityException, IOException {
    Certificates.Pair pair =
        Certificates.issue(authorities.cluster(), Subject.client(user, groups).valid(valid));
    return new Credential(Pem.of(pair.certificate()), Secret.of(Pem.of(pair.key())));
  }

  /** The kubelet. */
  public Credential kubelet() throws GeneralSecurityException, IOException {
    return client("system:node:" + node, "system:nodes");
  }

  /** A client's certificate and key, both PEM. */
  public record Credential(String certificate, Secret key) {}

  /**
   * Under which names servers of a master are known.
   *
   * @param names DNS names of the API server
   * @param addresses IP addresses of the API server
   * @param etcdNames DNS names of etcd
   * @param etcdAddresses IP addresses of etcd
   */
  public record AlternativeNames(
      List<String> names,
      List<String> addresses,
      List<String> etcdNames,
      List<String> etcdAddresses) {
    public AlternativeNames {
      names = distinct(names);
      addresses = distinct(addresses);
      etcdNames = distinct(etcdNames);
      etcdAddresses = distinct(etcdAddresses);
    }

    private static List<String> distinct(List<String> all) {
      return new ArrayList<>(all).stream().distinct().toList();
    }
  }
}
