package io.sealer.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeTest {
  private static List<Challenge> parse(String... fields) {
    return Challenge.parse(List.of(fields));
  }

  @Test
  void a_bearer_challenge_has_realm_service_and_scopes() {
    // Docker's own example in its token authentication specification.
    var challenge =
        parse(
                "Bearer realm=\"https://auth.docker.io/token\",service=\"registry.docker.io\","
                    + "scope=\"repository:samalba/my-app:pull,push repository:base:pull\"")
            .getFirst();
    assertThat(challenge.isBearer()).isTrue();
    assertThat(challenge.parameter("realm")).contains("https://auth.docker.io/token");
    assertThat(challenge.parameter("service")).contains("registry.docker.io");
    assertThat(challenge.scopes())
        .containsExactly("repository:samalba/my-app:pull,push", "repository:base:pull");
  }

  @Test
  void several_challenges_may_stand_in_one_field_or_in_several() {
    assertThat(parse("Basic realm=\"a\", BEARER Realm=b , Service = \"c\\\"d\""))
        .containsExactly(
            new Challenge("basic", Map.of("realm", "a")),
            new Challenge("bearer", Map.of("realm", "b", "service", "c\"d")));
    assertThat(parse("Negotiate", "Basic realm=x")).hasSize(2);
  }

  @Test
  void bearer_is_preferred_if_it_says_where_tokens_are_had() {
    assertThat(Challenge.choose(parse("Basic realm=a", "Bearer realm=b")))
        .get()
        .extracting(Challenge::scheme)
        .isEqualTo("bearer");
    assertThat(Challenge.choose(parse("Bearer error=x", "Basic realm=a")))
        .get()
        .extracting(Challenge::scheme)
        .isEqualTo("basic");
    assertThat(Challenge.choose(parse("Negotiate"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "=",
        "\"",
        "Bearer realm=\"",
        "Bearer =x",
        "Bearer realm",
        "a b c d",
        "a=\"\\"
      })
  void malformed_fields_never_hang_or_throw(String field) {
    assertThat(parse(field)).allSatisfy(challenge -> assertThat(challenge.scheme()).isNotEmpty());
  }
}
