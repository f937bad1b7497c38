package io.sealer.run;

import io.sealer.run.engine.Timeline;
import java.nio.file.Path;

/**
 * How a run ended.
 *
 * @param cluster name of the cluster
 * @param changed whether there was anything to do
 * @param kubeconfig the administrator's kubeconfig on this machine, mode 0600
 * @param timeline where the seconds went
 */
public record RunResult(String cluster, boolean changed, Path kubeconfig, Timeline timeline) {}
