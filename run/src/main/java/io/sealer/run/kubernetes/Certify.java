package io.sealer.run.kubernetes;

import io.sealer.host.HostException;
import io.sealer.host.Secret;
import io.sealer.run.clusterfile.HostPorts;
import io.sealer.run.engine.Asking;
import io.sealer.run.engine.LedgerEntry;
import io.sealer.run.engine.LedgerEntry.Kind;
import io.sealer.run.engine.Question;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.pki.ClusterAuthorities;
import io.sealer.run.pki.NodeCertificates;
import io.sealer.run.pki.NodeCertificates.Credential;
import io.sealer.run.steps.Scripts;
import io.sealer.run.steps.SmallFiles;
import java.io.IOException;
import java.security.GeneralSecurityException;

/**
 * Certificates and kubeconfigs of a node, made here: a kubelet starts with its own and waits for
 * nobody to sign. Masters also get the authorities and what their servers need.
 *
 * @param kubeadm tells names and addresses
 * @param keys who signs
 * @param node how the host appears
 * @param master whether it is a master
 */
record Certify(KubeadmSource kubeadm, MasterKeys keys, NodeIdentity node, boolean master)
    implements Asking {
  private static final String DIRECTORY = "/etc/kubernetes/";
  private static final String PAIR = "/var/lib/kubelet/pki/kubelet-client-sealer.pem";

  private static final String CHECK =
      """
      is_marked certificates "$1" || { echo "certificates are missing or for other names"; exit 0; }
      shift
      for file in /var/lib/kubelet/pki/kubelet-client-current.pem /etc/kubernetes/kubelet.conf "$@"; do
        [ -s "$file" ] || { echo "$file is missing"; exit 0; }
      done
      """;

  /** As the kubelet does with those that it is given later. */
  private static final String LINK =
      "ln -sfn \"$1\" /var/lib/kubelet/pki/kubelet-client-current.pem\n";

  @Override
  public Question question(Step step) {
    return master
        ? Scripts.question(
            CHECK,
            step.inputs(),
            DIRECTORY + "admin.conf",
            MasterKeys.PKI + "apiserver.crt",
            MasterKeys.PKI + "ca.crt")
        : Scripts.question(CHECK, step.inputs(), MasterKeys.PKI + "ca.crt");
  }

  @Override
  public void run(StepContext at) throws HostException, IOException, StepFailure {
    KubeadmConfig config = kubeadm.config(at);
    ClusterAuthorities authorities = keys.get(at, config);
    at.ledger()
        .record(
            LedgerEntry.of(Kind.TREE, "/etc/kubernetes"),
            LedgerEntry.of(Kind.TREE, "/var/lib/kubelet"));
    try {
      files(config, authorities).putAndMark(at, "put certificates", LINK, PAIR);
    } catch (GeneralSecurityException e) {
      throw at.failure("certificates cannot be made: " + e.getMessage(), "report this");
    }
  }

  /** Authorities go first: once all of them are there, everything else comes from them. */
  private SmallFiles files(KubeadmConfig config, ClusterAuthorities authorities)
      throws GeneralSecurityException, IOException {
    var files = new SmallFiles();
    var certificates =
        new NodeCertificates(authorities, node.name(), node.address(), config.certificatesValid());
    String authority = authorities.certificate();
    String endpoint = "https://" + kubeadm.network().endpoint();
    if (master) {
      authorities.files().forEach((file, text) -> add(files, file, text));
      certificates
          .ofMaster(config.names(node), config.administrators())
          .forEach((file, text) -> add(files, file, text));
      admins(files, config, certificates, authority, endpoint);
    } else {
      files.open(MasterKeys.PKI + "ca.crt", authority);
    }
    Credential kubelet = certificates.kubelet();
    files.secret(PAIR, Secret.of(kubelet.certificate() + kubelet.key().revealText()));
    files.secret(
        DIRECTORY + "kubelet.conf",
        Kubeconfigs.ofKubelet(endpoint, authority, "system:node:" + node.name()));
    return files;
  }

  private static void add(SmallFiles files, String file, Secret text) {
    if (file.endsWith(".key")) {
      files.secret(MasterKeys.PKI + file, text);
    } else {
      files.open(MasterKeys.PKI + file, text.revealText());
    }
  }

  private void admins(
      SmallFiles files,
      KubeadmConfig config,
      NodeCertificates certificates,
      String authority,
      String endpoint)
      throws GeneralSecurityException, IOException {
    String own = "https://" + ClusterNetwork.bracketed(node.address()) + ":" + HostPorts.API;
    String admin = "kubernetes-admin";
    put(files, "admin.conf", endpoint, authority, admin, certificates, config.administrators());
    if (!config.administrators().equals(NodeCertificates.MASTERS)) {
      String mighty = "kubernetes-super-admin";
      put(
          files,
          "super-admin.conf",
          endpoint,
          authority,
          mighty,
          certificates,
          NodeCertificates.MASTERS);
    }
    String manager = "system:kube-controller-manager";
    put(files, "controller-manager.conf", own, authority, manager, certificates);
    put(files, "scheduler.conf", own, authority, "system:kube-scheduler", certificates);
  }

  private static void put(
      SmallFiles files,
      String file,
      String server,
      String authority,
      String user,
      NodeCertificates certificates,
      String... groups)
      throws GeneralSecurityException, IOException {
    Credential credential = certificates.client(user, groups);
    files.secret(DIRECTORY + file, Kubeconfigs.of(server, authority, user, credential));
  }
}
