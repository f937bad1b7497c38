package io.sealer.run.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnknownFieldsTest {
  @Test
  void kubeadm_of_before_tells_one_field_of_a_document() {
    String said =
        """
        W1130 18:00:00.000000    1234 strict.go:54] error unmarshaling configuration schema.GroupVersionKind\
        {Group:"kubelet.config.k8s.io", Version:"v1beta1", Kind:"KubeletConfiguration"}: \
        error unmarshaling JSON: while decoding JSON: json: unknown field "maxPodss"
        [kubelet-start] Writing kubelet configuration to file "/var/lib/kubelet/config.yaml"
        """;

    assertThat(UnknownFields.of(said + said))
        .extracting(UnknownFields.Field::text)
        .containsExactly("KubeletConfiguration has no field 'maxPodss': kubeadm ignores it");
  }

  @Test
  void newer_ones_tell_all_fields_of_a_document_with_where_they_are() {
    String said =
        """
        W0101 00:00:00.000000 1 common.go:85] error unmarshaling configuration schema.GroupVersionKind\
        {Group:"kubeadm.k8s.io", Version:"v1beta3", Kind:"ClusterConfiguration"}: \
        strict decoding error: unknown field "apiServer.extraArg", unknown field "dnss"
        """;

    assertThat(UnknownFields.of(said))
        .extracting(UnknownFields.Field::name)
        .containsExactly("apiServer.extraArg", "dnss");
  }

  @Test
  void what_else_is_said_is_no_field() {
    assertThat(UnknownFields.of("W0101 cannot do: unknown field \"x\"\n[certs] all is well\n"))
        .isEmpty();
  }
}
