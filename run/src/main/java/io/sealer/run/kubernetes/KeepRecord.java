package io.sealer.run.kubernetes;

import io.sealer.host.Command;
import io.sealer.host.FileContent;
import io.sealer.host.HostException;
import io.sealer.host.RemoteFile;
import io.sealer.host.Secret;
import io.sealer.host.Source;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.engine.Asking;
import io.sealer.run.engine.Json;
import io.sealer.run.engine.Question;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.state.ClusterRecord;
import io.sealer.run.state.RecordSeal;
import io.sealer.run.steps.HostPaths;
import io.sealer.run.steps.Scripts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Leaves on a master, sealed, what another machine needs to go on with the cluster; the first
 * master puts it into the cluster as well. What it says is from before the run only until the run
 * has ended, for it comes last.
 *
 * @param record what is kept
 * @param inCluster whether it also goes into the cluster
 */
public record KeepRecord(ClusterRecord record, boolean inCluster) implements Asking {
  /** Where masters have it. */
  public static final String FILE = HostPaths.NODE + "/record.json";

  /** Its name in the cluster, in kube-system. */
  public static final String SECRET = "sealer-cluster";

  private static final String NAME = "record";

  private static final String CHECK =
      """
      [ -s "$2" ] && is_marked record "$1" || echo "what is remembered of the cluster has changed"
      """;

  /** The file in which a master says which revision it has, {@link Revision} as text. */
  public static final String MARK = HostPaths.STEPS + "/" + NAME;

  /** One step for every master, after the cluster is ready. */
  public static List<Step> steps(Cluster cluster, ClusterRecord record) {
    String first = cluster.masters().getFirst().address();
    return steps(cluster.masters(), first, record, List.of(Step.id(first, KubernetesSteps.READY)));
  }

  /**
   * One step for every master that is there.
   *
   * @param first the one that tells the cluster
   * @param needs ids of what must be done before
   */
  public static List<Step> steps(
      List<ClusterHost> masters, String first, ClusterRecord record, List<String> needs) {
    var steps = new ArrayList<Step>();
    for (ClusterHost master : masters) {
      steps.add(
          Step.of(
              master.address(),
              NAME,
              "remember the cluster",
              needs,
              record.revision().toString(),
              new KeepRecord(record, master.address().equals(first))));
    }
    return steps;
  }

  @Override
  public Question question(Step step) {
    return Scripts.question(CHECK, step.inputs(), FILE);
  }

  @Override
  public void run(StepContext at) throws HostException, IOException, StepFailure {
    String sealed = sealed(at);
    at.session().put(FileContent.of(sealed), RemoteFile.of(FILE).withMode(0600));
    if (inCluster) {
      apply(at, sealed);
    }
    Scripts.mark(at);
  }

  private String sealed(StepContext at) throws HostException, StepFailure {
    var key = new ByteArrayOutputStream();
    at.session().get(MasterKeys.PKI + "ca.key", key);
    try {
      return new RecordSeal(Secret.of(key.toString(StandardCharsets.US_ASCII))).seal(record);
    } catch (GeneralSecurityException e) {
      throw at.failure(
          "the cluster's state cannot be sealed: " + e.getMessage(),
          "look at " + MasterKeys.PKI + "ca.key of this master");
    }
  }

  private static void apply(StepContext at, String sealed) throws HostException {
    byte[] text = sealed.getBytes(StandardCharsets.UTF_8);
    var object =
        Map.of(
            "apiVersion", "v1",
            "kind", "Secret",
            "type", "sealer.io/cluster",
            "metadata", Map.of("name", SECRET, "namespace", "kube-system"),
            "data", Map.of("record", Base64.getEncoder().encodeToString(text)));
    Command apply =
        Scripts.command(
                "keep the record in the cluster",
                "kubectl --kubeconfig \"$1\" apply --filename - >/dev/null",
                HostPaths.ADMIN_CONF)
            .withStdin(Source.of(Json.line(object).getBytes(StandardCharsets.UTF_8)));
    at.session().run(apply);
  }
}
