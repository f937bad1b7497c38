package io.sealer.run.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TemplateTest {
  private static final Map<String, String> VARIABLES =
      Map.of("Name", "web", "Replicas", "3", "Empty", "", "List", "a,b,c", "etcd-dir", "/data");

  /** What Go 1.21 with sprig 3 prints for the same. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '~',
      value = {
        "{{ .Name }} ¦ web",
        "{{ Name }} ¦ web",
        "{{.etcd-dir}} ¦ /data",
        "{{ .Name | upper | quote }} ¦ \"WEB\"",
        "{{ b64enc .Name }} ¦ d2Vi",
        "{{ \"d2Vi\" | b64dec }} ¦ web",
        "{{ default \"x\" .Nothing }} ¦ x",
        "{{ .Empty | default 5 }} ¦ 5",
        "{{ if .Nothing }}a{{ else if eq .Name \"web\" }}b{{ else }}c{{ end }} ¦ b",
        "{{ if and .Name (not .Empty) }}yes{{ end }} ¦ yes",
        "{{ if gt (int .Replicas) 2 }}many{{ end }} ¦ many",
        "{{ range $i, $e := splitList \",\" .List }}{{ $i }}={{ $e }};{{ end }} ¦ 0=a;1=b;2=c;",
        "{{ range splitList \",\" .List }}[{{ . }}]{{ end }} ¦ [a][b][c]",
        "{{ with .Name }}<{{ . }}>{{ end }} ¦ <web>",
        "{{ $n := add 1 .Replicas }}{{ $n }} ¦ 4",
        "{{ printf \"%s-%d\" .Name 7 }} ¦ web-7",
        "{{ .Name | trimSuffix \"b\" }} ¦ we",
        "{{ replace \",\" \" \" .List }} ¦ a b c",
        "{{ ternary \"a\" \"b\" (eq .Name \"web\") }} ¦ a",
        "a {{- /* nothing */ -}} b ¦ ab",
        "{{ len (splitList \",\" .List) }} ¦ 3",
        "{{ join \"-\" (list 1 2) }} ¦ 1-2",
        "{{ $.Name }} ¦ web",
        "{{ 'it' }}{{ `raw \\n` }} ¦ never"
      })
  void templates_give_what_go_gives(String template, String expected) throws Exception {
    if (expected.strip().equals("never")) {
      assertThatThrownBy(() -> Template.parse("f", template)).isInstanceOf(TemplateException.class);
      return;
    }
    assertThat(Template.parse("f", template.strip()).render(VARIABLES)).isEqualTo(expected.strip());
  }

  @Test
  void white_space_beside_hyphens_goes_and_lines_stay_right() throws Exception {
    String text = "a:\n{{- range splitList \",\" .List }}\n- {{ . }}\n{{- end }}\nb: {{ .Name }}\n";

    assertThat(Template.parse("f", text).render(VARIABLES))
        .isEqualTo("a:\n- a\n- b\n- c\nb: web\n");
  }

  @Test
  void a_variable_that_is_not_set_is_an_error_with_its_line() {
    assertThatThrownBy(
            () -> Template.parse("etc/x.tmpl", "a\n\nb: {{ .Nothing }}").render(VARIABLES))
        .hasMessage("etc/x.tmpl:3: variable Nothing is not set");
    assertThatThrownBy(() -> Template.parse("f", "{{ upper .Nothing }}").render(VARIABLES))
        .hasMessage("f:1: variable Nothing is not set");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      value = {
        "{{ if .Name }}x ¦ f:1: {{ if }} without {{ end }}",
        "{{ .Name ¦ f:1: {{ without }}",
        "{{ frobnicate .Name }} ¦ f:1: there is no function 'frobnicate'",
        "{{ end }} ¦ f:1: {{ end }} has no beginning",
        "{{ div 1 0 }} ¦ f:1: division by zero",
        "{{ required \"set Password\" .Nothing }} ¦ f:1: set Password",
        "{{ $x }} ¦ f:1: variable $x is not declared",
        "{{ define \"a\" }}{{ end }} ¦ f:1: 'define' is not supported in templates of image files"
      })
  void mistakes_are_told_with_their_place(String template, String message) {
    assertThatThrownBy(() -> Template.parse("f", template).render(VARIABLES)).hasMessage(message);
  }

  @Test
  void in_ordinary_yaml_only_variables_that_are_set_are_replaced() {
    String yaml = "a: {{ Name }}\nb: '{{.Replicas}}'\nc: '{{ $labels.pod }} {{ .Unknown }}'\n";

    assertThat(Placeholders.replace(yaml, VARIABLES))
        .isEqualTo("a: web\nb: '3'\nc: '{{ $labels.pod }} {{ .Unknown }}'\n");
  }
}
