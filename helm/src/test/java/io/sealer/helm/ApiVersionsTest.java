package io.sealer.helm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kubernetes' deprecated API migration guide and the release of each API in its source. */
class ApiVersionsTest {
  @ParameterizedTest
  @CsvSource({
    "1.22, admissionregistration.k8s.io/v1beta1/ValidatingWebhookConfiguration",
    "1.22, apiextensions.k8s.io/v1beta1/CustomResourceDefinition",
    "1.22, apiregistration.k8s.io/v1beta1/APIService",
    "1.22, authentication.k8s.io/v1beta1/TokenReview",
    "1.22, authorization.k8s.io/v1beta1/SubjectAccessReview",
    "1.22, certificates.k8s.io/v1beta1/CertificateSigningRequest",
    "1.22, coordination.k8s.io/v1beta1/Lease",
    "1.22, extensions/v1beta1/Ingress",
    "1.22, networking.k8s.io/v1beta1/Ingress",
    "1.22, networking.k8s.io/v1beta1/IngressClass",
    "1.22, rbac.authorization.k8s.io/v1beta1/ClusterRole",
    "1.22, scheduling.k8s.io/v1beta1/PriorityClass",
    "1.22, storage.k8s.io/v1beta1/CSIDriver",
    "1.22, storage.k8s.io/v1beta1/StorageClass",
    "1.25, autoscaling/v2beta1/HorizontalPodAutoscaler",
    "1.25, batch/v1beta1/CronJob",
    "1.25, discovery.k8s.io/v1beta1/EndpointSlice",
    "1.25, events.k8s.io/v1beta1/Event",
    "1.25, node.k8s.io/v1beta1/RuntimeClass",
    "1.25, policy/v1beta1/PodDisruptionBudget",
    "1.25, policy/v1beta1/PodSecurityPolicy",
    "1.26, autoscaling/v2beta2/HorizontalPodAutoscaler",
    "1.26, flowcontrol.apiserver.k8s.io/v1beta1/FlowSchema",
    "1.27, storage.k8s.io/v1beta1/CSIStorageCapacity",
    "1.29, flowcontrol.apiserver.k8s.io/v1beta2/FlowSchema",
    "1.32, flowcontrol.apiserver.k8s.io/v1beta3/PriorityLevelConfiguration",
  })
  void an_api_ends_with_the_release_that_removed_it(String release, String api) {
    assertThat(ApiVersions.of(before(release))).contains(api, group(api));
    assertThat(ApiVersions.of("v" + release + ".0")).doesNotContain(api);
  }

  @ParameterizedTest
  @CsvSource({
    "1.17, storage.k8s.io/v1/CSINode",
    "1.18, storage.k8s.io/v1/CSIDriver",
    "1.19, certificates.k8s.io/v1/CertificateSigningRequest",
    "1.19, events.k8s.io/v1/Event",
    "1.19, networking.k8s.io/v1/Ingress",
    "1.19, networking.k8s.io/v1/IngressClass",
    "1.20, node.k8s.io/v1/RuntimeClass",
    "1.21, batch/v1/CronJob",
    "1.21, discovery.k8s.io/v1/EndpointSlice",
    "1.21, policy/v1/PodDisruptionBudget",
    "1.23, autoscaling/v2/HorizontalPodAutoscaler",
    "1.24, storage.k8s.io/v1/CSIStorageCapacity",
    "1.26, flowcontrol.apiserver.k8s.io/v1beta3/FlowSchema",
    "1.28, authentication.k8s.io/v1/SelfSubjectReview",
    "1.29, flowcontrol.apiserver.k8s.io/v1/FlowSchema",
    "1.30, admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy",
    "1.33, networking.k8s.io/v1/ServiceCIDR",
    "1.34, resource.k8s.io/v1/ResourceClaim",
    "1.34, storage.k8s.io/v1/VolumeAttributesClass",
    "1.36, admissionregistration.k8s.io/v1/MutatingAdmissionPolicy",
    "1.36, admissionregistration.k8s.io/v1/MutatingAdmissionPolicyBinding",
  })
  void an_api_begins_with_the_release_that_brought_it(String release, String api) {
    assertThat(ApiVersions.of(before(release))).doesNotContain(api);
    assertThat(ApiVersions.of("v" + release + ".0")).contains(api, group(api));
  }

  @Test
  void what_is_beta_since_1_24_is_off_and_a_later_version_has_no_fewer_apis() {
    assertThat(ApiVersions.of("1.31.0"))
        .contains("v1", "v1/Pod", "apps/v1/Deployment")
        .doesNotContain("networking.k8s.io/v1beta1", "resource.k8s.io/v1beta1");
    assertThat(ApiVersions.of("v1.99.0")).isEqualTo(ApiVersions.of("v1.36.1"));
  }

  private static String before(String release) {
    return "v1." + (Integer.parseInt(release.substring(2)) - 1) + ".9";
  }

  private static String group(String api) {
    return api.substring(0, api.lastIndexOf('/'));
  }
}
