package io.sealer.run.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.host.Secret;
import io.sealer.run.pki.NodeCertificates.AlternativeNames;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class NodeCertificatesTest {
  private static final AlternativeNames NAMES =
      new AlternativeNames(
          List.of("m1", "kubernetes"),
          List.of("10.0.0.2", "fd00::2"),
          List.of("m1", "localhost"),
          List.of("127.0.0.1"));
  private final ClusterAuthorities authorities = make();

  private static ClusterAuthorities make() {
    try {
      return ClusterAuthorities.make(Duration.ofDays(36_500));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, Secret> files() throws Exception {
    return new NodeCertificates(authorities, "m1", "10.0.0.2", Duration.ofDays(3650))
        .ofMaster(NAMES, NodeCertificates.MASTERS);
  }

  private static String text(Map<String, Secret> files, String name) {
    return Optional.ofNullable(files.get(name)).map(Secret::revealText).orElseThrow();
  }

  private static X509Certificate certificate(Map<String, Secret> files, String name)
      throws Exception {
    return Pem.certificate(text(files, name));
  }

  @Test
  void a_master_has_the_certificates_that_kubeadm_documents_each_signed_by_its_authority()
      throws Exception {
    var files = files();

    certificate(files, "apiserver.crt").verify(authorities.cluster().certificate().getPublicKey());
    certificate(files, "etcd/peer.crt").verify(authorities.etcd().certificate().getPublicKey());
    certificate(files, "front-proxy-client.crt")
        .verify(authorities.frontProxy().certificate().getPublicKey());
    assertThat(files.keySet())
        .containsExactlyInAnyOrder(
            "apiserver.crt", "apiserver.key",
            "apiserver-kubelet-client.crt", "apiserver-kubelet-client.key",
            "front-proxy-client.crt", "front-proxy-client.key",
            "etcd/server.crt", "etcd/server.key",
            "etcd/peer.crt", "etcd/peer.key",
            "etcd/healthcheck-client.crt", "etcd/healthcheck-client.key",
            "apiserver-etcd-client.crt", "apiserver-etcd-client.key");
  }

  @Test
  void servers_are_known_by_names_and_addresses_and_members_of_etcd_are_clients_too()
      throws Exception {
    X509Certificate server = certificate(files(), "apiserver.crt");

    assertThat(server.getSubjectAlternativeNames())
        .extracting(name -> String.valueOf(name.get(1)))
        .containsExactly("m1", "kubernetes", "10.0.0.2", "fd00:0:0:0:0:0:0:2");
    assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(certificate(files(), "etcd/peer.crt").getExtendedKeyUsage())
        .containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
  }

  @Test
  void a_kubelet_is_its_node_in_the_group_of_nodes_for_as_long_as_was_asked() throws Exception {
    var credential =
        new NodeCertificates(authorities, "w1", "10.0.0.3", Duration.ofDays(3650)).kubelet();

    X509Certificate certificate = Pem.certificate(credential.certificate());
    assertThat(certificate.getSubjectX500Principal().getName())
        .isEqualTo("CN=system:node:w1,O=system:nodes");
    assertThat(certificate.getNotAfter().toInstant())
        .isBetween(
            java.time.Instant.now().plus(Duration.ofDays(3649)),
            java.time.Instant.now().plus(Duration.ofDays(3651)));
  }

  @Test
  void authorities_read_again_sign_as_before() throws Exception {
    var again = ClusterAuthorities.read(authorities.files());

    var pair = Certificates.issue(again.etcd(), Subject.client("somebody"));
    pair.certificate().verify(authorities.etcd().certificate().getPublicKey());
    assertThat(authorities.files().keySet()).containsExactlyElementsOf(ClusterAuthorities.FILES);
    assertThat(authorities.files().toString()).doesNotContain("PRIVATE");
  }

  @Test
  void a_set_that_is_not_complete_is_refused() {
    var files = authorities.files();
    files.remove("sa.pub");

    assertThatThrownBy(() -> ClusterAuthorities.read(files))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void service_accounts_keys_belong_together() throws Exception {
    var files = authorities.files();
    var signer = Signature.getInstance("SHA256withRSA");
    signer.initSign(Pem.key(text(files, "sa.key")));
    signer.update(new byte[] {1});
    byte[] signature = signer.sign();

    String text = text(files, "sa.pub").replaceAll("-----[A-Z ]+-----|\\s", "");
    var key =
        java.security.KeyFactory.getInstance("RSA")
            .generatePublic(
                new java.security.spec.X509EncodedKeySpec(
                    java.util.Base64.getDecoder().decode(text)));
    signer.initVerify(key);
    signer.update(new byte[] {1});
    assertThat(signer.verify(signature)).isTrue();
  }
}
