package io.sealer.build.chart;

import io.sealer.build.launch.Call;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Renders charts as Helm would, without network and without a cluster. */
@FunctionalInterface
public interface ChartRenderer {
  /**
   * The objects that a release would create, hooks included and tests left out, as a YAML stream
   * with Helm's {@code # Source:} comments.
   *
   * @throws IOException when the chart cannot be rendered; says why
   */
  String render(Request request) throws IOException;

  /**
   * What to render.
   *
   * @param chart a directory on this machine
   * @param values files, the last one wins
   * @param sets values of the command line; files in them are those of this machine
   * @param kubeVersion the version of Kubernetes that the chart is told; empty means Helm's own
   */
  record Request(
      Path chart,
      String release,
      String namespace,
      List<Path> values,
      List<Call.Set> sets,
      Optional<String> kubeVersion) {
    public Request {
      values = List.copyOf(values);
      sets = List.copyOf(sets);
    }
  }
}
