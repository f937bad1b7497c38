package io.sealer.oci.image;

import java.util.Arrays;
import java.util.Optional;

/** What an application is made of; decides its default launch command. */
public enum AppKind {
  HELM("helm"),
  KUBE("kube"),
  SHELL("shell"),
  KUSTOMIZE("kustomize"),
  /** Cannot be told: needs commands of its own. */
  UNKNOWN("");

  private final String text;

  AppKind(String text) {
    this.text = text;
  }

  /** As written in the annotation; empty when unknown. */
  public String text() {
    return text;
  }

  /** The kind with this text. */
  public static Optional<AppKind> of(String text) {
    return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findFirst();
  }
}
