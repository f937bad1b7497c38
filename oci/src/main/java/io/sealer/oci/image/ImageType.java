package io.sealer.oci.image;

import java.util.Arrays;
import java.util.Optional;

/** What a cluster image does when it is run. */
public enum ImageType {
  /** Makes a cluster. */
  KUBE_INSTALLER("kube-installer"),
  /** Adds applications to a cluster. */
  APP_INSTALLER("app-installer");

  private final String text;

  ImageType(String text) {
    this.text = text;
  }

  /** The type with this text. */
  public static Optional<ImageType> of(String text) {
    return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
  }

  /** As written in flags and annotations. */
  public String text() {
    return text;
  }
}
