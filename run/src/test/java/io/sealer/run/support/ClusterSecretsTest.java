package io.sealer.run.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.run.clusterfile.ClusterfileException;
import io.sealer.run.clusterfile.ClusterfileReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterSecretsTest {
  @TempDir Path directory;

  @Test
  void what_a_clusterfile_calls_a_secret_is_known() throws IOException, ClusterfileException {
    Path file =
        Files.writeString(
            directory.resolve("Clusterfile"),
            """
            apiVersion: sealer.io/v2
            kind: Cluster
            metadata: {name: c}
            spec:
              image: site:1
              env: [GREETING=hello, TOKEN=of the env, "DB=mysql://u:of-a-url@db/x", TLS_KEY=/etc/x.key]
              ssh: {passwd: of-ssh}
              registry: {externalRegistry: {domain: r.example.com, username: u, password: of-registry}}
              hosts:
                - {ips: [10.0.0.1], roles: [master], env: [DB_PASS=of-host], ssh: {sudoPasswd: of-sudo}}
            ---
            apiVersion: sealer.io/v2
            kind: Application
            spec:
              configs:
                - name: web
                  env: [SMTP_PASSWORD=of-app]
                  files: [{path: a.yaml, data: "{list: [{name: API_KEY, value: of-file}]}"}]
            ---
            apiVersion: sealer.io/v1
            kind: Config
            metadata: {name: login}
            spec:
              path: login.yaml
              process: value|toJson|toBase64|toSecret
              data: "user.json: {name: admin, password: of-config, license: of-license}"
            ---
            apiVersion: kubeadm.k8s.io/v1beta3
            kind: InitConfiguration
            certificateKey: of-kubeadm
            """);
    assertThat(ClusterSecrets.of(ClusterfileReader.read(file)))
        .containsExactlyInAnyOrder(
            "of-ssh",
            "of-sudo",
            "of-registry",
            "of the env",
            "of-a-url",
            "of-host",
            "of-app",
            "of-file",
            "of-config",
            "of-license",
            "of-kubeadm");
  }
}
