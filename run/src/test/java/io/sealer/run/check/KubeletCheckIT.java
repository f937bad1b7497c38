package io.sealer.run.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.host.testing.SshHost;
import io.sealer.run.check.Finding.Level;
import io.sealer.run.preflight.FirewalledHost;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class KubeletCheckIT {
  @RegisterExtension final SshHost master = new SshHost();
  @RegisterExtension final FirewalledHost other = new FirewalledHost();

  private Finding finding() throws Exception {
    return KubeletCheck.of(other.here(), List.of(other.door()), master.session());
  }

  @Test
  void a_firewall_between_a_master_and_a_kubelet_is_found() throws Exception {
    assertThat(finding().level()).isEqualTo(Level.OK);

    other.firewall(FirewalledHost.ONLY_SSH);

    assertThat(finding().level()).isEqualTo(Level.WARN);
    assertThat(finding().message()).endsWith("port 10250 of " + other.address());
    assertThat(finding().hint()).contains("kubectl logs");
  }
}
