package io.sealer.helm;

import java.util.List;

/**
 * A chart's instance in a cluster.
 *
 * @param name of the release
 * @param namespace it is made in
 * @param values in the order in which they were given
 */
public record Release(String name, String namespace, List<ValueFlag> values) {
  public Release {
    values = List.copyOf(values);
  }

  /** A release in a namespace with the chart's own values. */
  public Release(String name, String namespace) {
    this(name, namespace, List.of());
  }
}
