package io.sealer.run.kubernetes;

import io.sealer.host.Secret;
import io.sealer.run.pki.NodeCertificates.Credential;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Kubeconfigs as kubeadm writes them. */
final class Kubeconfigs {
  /** Where a kubelet keeps its certificate and key, and puts newer ones. */
  static final String KUBELET_PAIR = "/var/lib/kubelet/pki/kubelet-client-current.pem";

  private Kubeconfigs() {}

  /** With the client's certificate and key inside. */
  static Secret of(String server, String authority, String user, Credential credential) {
    String login =
        "client-certificate-data: %s\n    client-key-data: %s"
            .formatted(base64(credential.certificate()), base64(credential.key().revealText()));
    return Secret.of(text(server, authority, user, login));
  }

  /** With the client's certificate where the kubelet itself renews it. */
  static Secret ofKubelet(String server, String authority, String user) {
    String login =
        "client-certificate: %s\n    client-key: %s".formatted(KUBELET_PAIR, KUBELET_PAIR);
    return Secret.of(text(server, authority, user, login));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String text(String server, String authority, String user, String login) {
    return """
        apiVersion: v1
        kind: Config
        clusters:
        - name: kubernetes
          cluster:
            certificate-authority-data: %1$s
            server: %2$s
        contexts:
        - name: %3$s@kubernetes
          context:
            cluster: kubernetes
            user: %3$s
        current-context: %3$s@kubernetes
        preferences: {}
        users:
        - name: %3$s
          user:
            %4$s
        """
        .formatted(base64(authority), server, user, login);
  }
}
