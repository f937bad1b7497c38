package io.sealer.build.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.build.launch.Call.Place;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LaunchReaderTest {
  private static final Place AT = new Place("Kubefile", 7, "CMDS");
  private static final Map<String, String> FILES =
      Map.of(
          "application/apps/shop/Chart.yaml",
          "name: shop\n",
          "application/apps/shop/prod.yaml",
          "",
          "charts/redis/Chart.yaml",
          "",
          "install.sh",
          """
          #!/bin/bash
          NS=data   # where
          cat > /tmp/x <<EOF
          helm install not a-command
          EOF
          helm -n "$NS" upgrade --install redis \\
            charts/redis --wait --timeout 5m
          """);

  private static List<Call> read(String directory, String text) throws IOException {
    var files =
        new LaunchReader.Files() {
          @Override
          public boolean exists(String path) {
            return FILES.keySet().stream()
                .anyMatch(f -> f.equals(path) || f.startsWith(path + "/"));
          }

          @Override
          public Optional<String> text(String path) {
            return Optional.ofNullable(FILES.get(path));
          }
        };
    return LaunchReader.read(
        List.of(new Script(directory, text, AT, Map.of("REPLICAS", "3"))), files);
  }

  private static Call.Helm helm(String text) throws IOException {
    return (Call.Helm) read("application/apps/shop", text).getFirst();
  }

  @Test
  void flags_of_helm_are_read_as_helm_reads_them() throws IOException {
    assertThat(
            helm(
                "helm upgrade --install -nprod shop . -f prod.yaml,/etc/more.yaml --set 'a.b=x y'"
                    + " --set-string=c=\"1\" --atomic --timeout=5m --set replicas=$REPLICAS"
                    + " --values=x.yaml"))
        .isEqualTo(
            new Call.Helm(
                AT,
                "shop",
                "application/apps/shop",
                Optional.of("prod"),
                List.of(
                    "application/apps/shop/prod.yaml",
                    "etc/more.yaml",
                    "application/apps/shop/x.yaml"),
                List.of(
                    new Call.Set("set", "a.b=x y"),
                    new Call.Set("set-string", "c=1"),
                    new Call.Set("set", "replicas=3"))));
  }

  @Test
  void shells_lists_and_prefixes_are_followed() throws IOException {
    assertThat(
            read(
                "",
                "set -e; cd application/apps && sudo -E sh -ec 'KUBECONFIG=/x helm install s ./shop"
                    + " || exit 1' && if true; then (kubectl create -f /manifests/a.yaml -R); fi"))
        .containsExactly(
            new Call.Helm(AT, "s", "application/apps/shop", Optional.empty(), List.of(), List.of()),
            new Call.Apply(AT, "manifests/a.yaml", false, true));
  }

  @Test
  void scripts_of_the_image_are_read_with_their_own_lines_but_not_their_documents()
      throws IOException {
    assertThat(read("application/apps/shop", "bash install.sh prod"))
        .containsExactly(
            new Call.Helm(
                new Place("install.sh", 7, "script"),
                "redis",
                "charts/redis",
                Optional.of("data"),
                List.of(),
                List.of()));
  }

  @Test
  void what_is_not_in_the_image_is_remote() throws IOException {
    assertThat(
            read(
                "",
                "helm repo add b https://b.example && helm install r b/redis; kubectl apply -f"
                    + " https://x.example/y.yaml\n"
                    + "helm install o oci://x/y; helm install p charts/redis"))
        .extracting(call -> call.getClass().getSimpleName())
        .containsExactly("Remote", "Remote", "Remote", "Remote", "Helm");
  }

  @Test
  void images_in_commands_are_named() throws IOException {
    assertThat(
            read(
                "",
                "kubectl run x --image=a:1 --rm -it -- sh; kubectl create deployment y --image b:2;"
                    + " kubectl set image deploy/z z=c:3; crictl pull d:4; ctr -n k8s.io images"
                    + " pull e:5; kubectl get pods; echo kubectl run --image=no:1"))
        .extracting(call -> ((Call.Image) call).name())
        .containsExactly("a:1", "b:2", "c:3", "d:4", "e:5");
  }

  @Test
  void kustomizations_and_several_files_are_applied() throws IOException {
    assertThat(
            read(
                "manifests",
                "kubectl apply -k overlays/prod && kubectl apply -f a.yaml,b.yaml --server-side -f"
                    + " - <x"))
        .containsExactly(
            new Call.Apply(AT, "manifests/overlays/prod", true, false),
            new Call.Apply(AT, "manifests/a.yaml", false, false),
            new Call.Apply(AT, "manifests/b.yaml", false, false));
  }

  @Test
  void a_script_that_calls_itself_ends() throws IOException {
    assertThat(read("", "sh -c \"sh -c 'sh install.sh'\"; ".repeat(100))).isNotEmpty();
  }
}
