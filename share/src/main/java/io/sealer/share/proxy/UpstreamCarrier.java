package io.sealer.share.proxy;

import io.sealer.oci.Digest;
import io.sealer.oci.store.ContentStore;
import io.sealer.share.flight.Carrier;
import io.sealer.share.flight.Flight;
import io.sealer.share.serve.DistributionException;
import io.sealer.share.serve.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Brings blobs from the repositories that a request may mean. A digest proves what comes, so when
 * one of them fails the next one goes on where it stopped.
 */
record UpstreamCarrier(List<Candidate> candidates) implements Carrier {
  @Override
  public OptionalLong size(Digest digest) throws IOException {
    var failures = new ArrayList<DistributionException>();
    for (Candidate candidate : candidates) {
      try {
        OptionalLong size = candidate.size(digest);
        if (size.isPresent()) {
          return size;
        }
      } catch (DistributionException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
    return OptionalLong.empty();
  }

  @Override
  public void carry(Flight flight, ContentStore.Partial into) throws IOException {
    DistributionException failure =
        ErrorCode.BLOB_UNKNOWN.because("no upstream has blob " + flight.wanted().digest());
    for (Candidate candidate : candidates) {
      try {
        if (candidate.fill(flight.wanted(), into)) {
          return;
        }
      } catch (DistributionException e) {
        failure = e;
      }
    }
    throw failure;
  }
}
