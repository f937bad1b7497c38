package io.sealer.share.serve;

import io.sealer.oci.Digest;

/** Answers about what is not here. */
final class Missing {
  private Missing() {}

  static DistributionException manifest(Repository repository, String tag) {
    return ErrorCode.MANIFEST_UNKNOWN.because(
        "no manifest " + repository + ":" + tag, "name", repository.path(), "tag", tag);
  }

  static DistributionException manifest(Repository repository, Digest digest) {
    return ErrorCode.MANIFEST_UNKNOWN.because(
        "no manifest " + repository + "@" + digest,
        "name",
        repository.path(),
        "digest",
        digest.toString());
  }

  static DistributionException blob(Digest digest) {
    return ErrorCode.BLOB_UNKNOWN.because("no blob " + digest, "digest", digest.toString());
  }

  static DistributionException repository(Repository repository) {
    return ErrorCode.NAME_UNKNOWN.because("no repository " + repository, "name", repository.path());
  }
}
