package io.sealer.helm;

/**
 * How a release stands in the cluster.
 *
 * @param name of the release
 * @param namespace it is in
 * @param revision counts from 1
 * @param state {@code deployed}, {@code failed}, {@code pending-upgrade}…
 * @param chart name and version
 */
public record ReleaseStatus(
    String name, String namespace, int revision, String state, String chart) {}
