package io.sealer.run;

import io.sealer.host.HostException;
import io.sealer.oci.OciException;
import io.sealer.run.provider.ProviderException;
import java.io.IOException;

/** Turns what went wrong below into what callers are told. */
final class Failures {
  private Failures() {}

  static RunException of(HostException e) {
    return new RunException.Failed(String.valueOf(e.getMessage()), e.hint(), e);
  }

  static RunException of(ProviderException e) {
    return new RunException.Failed(String.valueOf(e.getMessage()), e.hint(), e);
  }

  static RunException of(IOException e) {
    if (e instanceof OciException oci) {
      return new RunException.Failed(String.valueOf(oci.getMessage()), oci.hint(), oci);
    }
    return new RunException.Failed(
        String.valueOf(e.getMessage()), "check the disk and the rights below SEALER_HOME", e);
  }
}
