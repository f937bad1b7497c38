package io.sealer.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactsParserTest {
  private static final Instant SENT = Instant.parse("2026-11-21T03:00:00Z");
  private static final Instant HEARD = SENT.plusMillis(200);

  private static String golden(String name) throws IOException {
    try (InputStream in = FactsParserTest.class.getResourceAsStream("/facts/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Facts parse(String text) {
    return FactsParser.parse(text, SENT, HEARD);
  }

  @Test
  void a_master_is_understood() throws IOException {
    Facts facts = parse(golden("master.txt"));

    assertThat(facts.hostname()).isEqualTo("master-1");
    assertThat(facts.os()).isEqualTo("linux");
    assertThat(facts.arch()).isEqualTo("amd64");
    assertThat(facts.kernel()).isEqualTo("6.1.0-18-amd64");
    assertThat(facts.osRelease())
        .isEqualTo(new Facts.OsRelease("debian", "12", "Debian GNU/Linux 12 (bookworm)"));
    assertThat(facts.machineId()).contains("0123456789abcdef0123456789abcdef");
    assertThat(facts.uid()).isZero();
    assertThat(facts.cpus()).isEqualTo(4);
    assertThat(facts.memoryBytes()).isEqualTo(8_323_870_720L);
    assertThat(facts.swapBytes()).isEqualTo(1_023_406_080L);
    assertThat(facts.disks())
        .containsExactly(new Facts.Disk("/var/lib", "/", "ext4", 20_956_397_568L, 15_000_000_512L));
    assertThat(facts.defaultAddress()).contains("10.0.0.11");
    assertThat(facts.addresses())
        .containsExactly("127.0.0.1", "::1", "10.0.0.11", "fe80::1", "192.168.7.1");
    assertThat(facts.cgroups()).isEqualTo(Facts.Cgroups.V2);
    assertThat(facts.init()).isEqualTo("systemd");
    assertThat(facts.listenerOn(6443))
        .contains(new Facts.Listener("tcp", "*", 6443, Optional.of("kube-apiserver")));
    assertThat(facts.listenerOn(22).orElseThrow().address()).isEqualTo("0.0.0.0");
    assertThat(facts.listenerOn(9999)).isEmpty();
    assertThat(facts.containerRuntimes())
        .containsExactly(
            new Facts.Program(
                "containerd", "/usr/bin/containerd", "containerd github.com 1.6.20 h"));
    assertThat(facts.kubernetes().programs())
        .extracting(Facts.Program::name)
        .containsExactly("kubeadm", "kubectl", "kubelet");
    assertThat(facts.kubernetes().present()).isTrue();
    assertThat(facts.sealerFiles()).containsExactly("/var/lib/sealer/data");
  }

  @Test
  void the_clock_is_compared_with_the_middle_of_the_question() throws IOException {
    Facts.Clock clock = parse(golden("master.txt")).clock();
    assertThat(clock.now()).isEqualTo(Instant.parse("2026-11-21T03:00:02.100Z"));
    assertThat(clock.skew()).isEqualTo(Duration.ofSeconds(2));
    assertThat(clock.uncertainty()).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void a_bare_busybox_machine_is_understood() throws IOException {
    Facts facts = parse(golden("bare.txt"));

    assertThat(facts.arch()).isEqualTo("arm64");
    assertThat(facts.machineId()).isEmpty();
    assertThat(facts.defaultAddress()).isEmpty();
    assertThat(facts.cgroups()).isEqualTo(Facts.Cgroups.HYBRID);
    assertThat(facts.clock().uncertainty()).isEqualTo(Duration.ofMillis(600));
    assertThat(facts.listening())
        .containsExactly(
            new Facts.Listener("tcp", "0.0.0.0", 22, Optional.empty()),
            new Facts.Listener("tcp", "::", 80, Optional.empty()),
            new Facts.Listener("tcp", "127.0.0.1", 5432, Optional.empty()),
            new Facts.Listener("udp", "0.0.0.0", 53, Optional.empty()));
    assertThat(facts.kubernetes().present()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s/end//",
        "s/uid\t0/uid\t-1/",
        "s/uid\t0/uid\tzero/",
        "s/uid\t0\n//",
        "s/uid\t0/uid\t0\nuid\t0/",
        "s/uid\t0/surprise\t0/",
        "s/uid\t0/uid\t0\t0/",
        "s/sealer-facts\t1/sealer-facts\t2/",
        "s/kernel\tLinux/kernel\tDarwin/",
        "s/cgroups\tno/cgroups\tmaybe/",
        "s/time\t1/time\tx/",
        "s/cpus\t4/cpus\t99999999999/"
      })
  void anything_odd_is_refused(String change) throws IOException {
    String[] parts = change.split("/", -1);
    String text = golden("master.txt");
    assertThat(text).contains(parts[1]);
    String odd = text.replace(parts[1], parts[2]);
    assertThatThrownBy(() -> parse(odd))
        .isInstanceOfAny(IllegalArgumentException.class, ArithmeticException.class);
  }

  @Test
  void nothing_at_all_is_refused() {
    assertThatThrownBy(() -> parse("")).isInstanceOf(IllegalArgumentException.class);
  }
}
