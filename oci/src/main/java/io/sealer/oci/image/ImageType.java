package io.sealer.oci.image;

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

  /** As written in flags and annotations. */
  public String text() {
    return text;
  }
}
